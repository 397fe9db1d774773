package io.celers.broker.jooq.internal.worker;

import io.celers.broker.jooq.internal.thread.Daemons;
import java.lang.reflect.Method;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Threads for handlers: virtual where the JVM has them, which since Java 21 it does. */
final class HandlerThreads {

  private HandlerThreads() {}

  /** A thread for each turn that none goes on with, made when it is needed; all of them daemons. */
  static ExecutorService open(String name) {
    try {
      return virtual(name);
    } catch (ReflectiveOperationException e) {
      // A JVM before 21.
      return Executors.newCachedThreadPool(platform(name));
    }
  }

  /** By reflection, because this is compiled for Java 17. */
  private static ExecutorService virtual(String name) throws ReflectiveOperationException {
    Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
    Class<?> type = Class.forName("java.lang.Thread$Builder");
    builder = type.getMethod("name", String.class, long.class).invoke(builder, name + "-", 0L);
    Object factory = type.getMethod("factory").invoke(builder);
    Method executor = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
    return (ExecutorService) executor.invoke(null, factory);
  }

  private static ThreadFactory platform(String name) {
    AtomicLong number = new AtomicLong();
    // Daemons, as virtual threads are: the same on every JVM.
    return work -> Daemons.of(name + "-" + number.getAndIncrement(), work);
  }
}
