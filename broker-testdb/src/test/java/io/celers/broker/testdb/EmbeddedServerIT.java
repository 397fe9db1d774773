package io.celers.broker.testdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerIT {

  @TempDir private Path folder;

  @Test
  void durableServerKeepsItsDataAcrossRestarts() throws SQLException {
    try (EmbeddedServer server = EmbeddedServer.durable(folder)) {
      Sql.execute(server.dataSource(), "create table orders as select 7 as id");
    }

    try (EmbeddedServer again = EmbeddedServer.durable(folder)) {
      assertThat(Sql.count(again.dataSource(), "select id from orders")).isEqualTo(7);
    }
  }

  @Test
  void durableServerWaitsForTheDisk() throws SQLException {
    try (EmbeddedServer server = EmbeddedServer.durable(folder)) {

      assertThat(
              Sql.column(
                  server.dataSource(),
                  """
                  select name || '=' || setting from pg_settings
                  where name in ('fsync', 'synchronous_commit', 'full_page_writes') order by 1
                  """))
          .containsExactly("fsync=on", "full_page_writes=on", "synchronous_commit=on");
    }
  }

  @Test
  void durableServerTakesSettingsOfItsOwn() throws SQLException {
    Map<String, String> settings = Map.of("shared_buffers", "64MB", "max_wal_size", "2GB");

    try (EmbeddedServer server = EmbeddedServer.durable(folder, settings)) {
      assertThat(
              Sql.column(
                  server.dataSource(),
                  """
                  select name || '=' || current_setting(name) from pg_settings
                  where name in ('fsync', 'max_wal_size', 'shared_buffers') order by 1
                  """))
          .containsExactly("fsync=on", "max_wal_size=2GB", "shared_buffers=64MB");
    }
  }

  @Test
  void durableServerOfKilledJvmIsTakenOverWithItsData() throws Exception {
    Process owner = startAndKill(folder.toString());
    ProcessHandle orphan = postmaster(folder.resolve("data"));
    assertThat(owner.isAlive()).isFalse();
    assertThat(orphan.isAlive()).isTrue();

    try (EmbeddedServer server = EmbeddedServer.durable(folder)) {
      assertThat(orphan.isAlive()).isFalse();
      assertThat(Sql.column(server.dataSource(), "select id from survivors")).containsExactly("7");
    }
  }

  @Test
  void directoryOfRunningServerIsRefused() throws SQLException {
    try (EmbeddedServer server = EmbeddedServer.durable(folder)) {

      assertThatIllegalStateException()
          .isThrownBy(() -> EmbeddedServer.durable(folder))
          .withMessageContaining(folder.toString());

      assertThat(Sql.count(server.dataSource(), "select 1")).isOne();
    }
  }

  @Test
  void directoryOfServerInAnotherJvmIsRefused() throws Exception {
    Process owner = start(folder.toString());
    try {
      awaitDataDirectory(owner);

      assertThatIllegalStateException()
          .isThrownBy(() -> EmbeddedServer.durable(folder))
          .withMessageContaining(folder.toString());

      assertThat(postmaster(folder.resolve("data")).isAlive()).isTrue();
    } finally {
      owner.destroyForcibly().waitFor();
      Postmaster.of(folder.resolve("data")).ifPresent(Postmaster::stop);
    }
  }

  @Test
  void serverThatDoesNotStartShowsTheEndOfItsLog() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("letter.txt"), "not a database");

    assertThatIllegalStateException()
        .isThrownBy(() -> EmbeddedServer.durable(folder))
        .withMessageContaining("exists but is not empty");
  }

  @Test
  void temporaryServerLeavesNothingBehind() throws SQLException {
    Path data;
    try (EmbeddedServer server = EmbeddedServer.temporary()) {
      data = Path.of(Sql.column(server.dataSource(), "show data_directory").get(0));
      assertThat(data).isDirectory();
    }

    assertThat(data.getParent()).doesNotExist();
  }

  @Test
  void temporaryServerOfKilledJvmIsRemovedByTheNextOne() throws Exception {
    Process owner = start();
    Path data = Path.of(awaitDataDirectory(owner));
    ProcessHandle orphan = postmaster(data);
    owner.destroyForcibly().waitFor();
    assertThat(orphan.isAlive()).isTrue();

    EmbeddedServer.temporary().close();

    assertThat(orphan.isAlive()).isFalse();
    assertThat(data.getParent()).doesNotExist();
  }

  private static Process startAndKill(String... arguments)
      throws IOException, InterruptedException {
    Process program = start(arguments);
    awaitDataDirectory(program);
    program.destroyForcibly().waitFor();
    return program;
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                KeepRunning.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
  }

  private static String awaitDataDirectory(Process program) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8));
    return Objects.requireNonNull(output.readLine(), "the program did not start its server");
  }

  private static ProcessHandle postmaster(Path data) throws IOException {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }
}
