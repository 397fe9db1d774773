'use strict';

// Commands come line by line: "migrate" makes the tables, "drain N" works off N jobs, which are
// there, and tells how many nanoseconds passed from the first to the last one handled.
// BENCHMARK_URL is the database. Written into the folder where graphile-worker is installed.

const readline = require('node:readline');
const { Logger, run, runMigrations } = require('graphile-worker');

// As its documentation has them for most throughput.
const preset = {
  worker: {
    connectionString: process.env.BENCHMARK_URL,
    concurrentJobs: 24,
    maxPoolSize: 25,
    localQueue: { size: 500 },
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
    logger: new Logger(() => () => {}),
  },
};

async function drain(count) {
  let handled = 0;
  let first;
  let last;
  let finish;
  const all = new Promise((resolve) => {
    finish = resolve;
  });
  const benchmark = async () => {
    handled += 1;
    if (handled === 1) {
      first = process.hrtime.bigint();
    }
    if (handled === count) {
      last = process.hrtime.bigint();
      finish();
    }
  };
  const runner = await run({ preset, noHandleSignals: true, taskList: { benchmark }, parsedCronItems: [] });
  await Promise.race([all, runner.promise]);
  await runner.stop();
  if (handled !== count) {
    throw new Error(`handled ${handled} of ${count}`);
  }
  return `drained ${last - first}`;
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [command, count] = line.split(' ');
    if (command === 'migrate') {
      await runMigrations({ preset });
      console.log('migrated');
    } else {
      console.log(await drain(Number(count)));
    }
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
