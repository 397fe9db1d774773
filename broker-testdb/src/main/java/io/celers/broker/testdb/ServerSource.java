package io.celers.broker.testdb;

import java.util.Optional;

/** Where a server may come from. */
@FunctionalInterface
interface ServerSource {

  /** Starts it, or says in an {@link IllegalStateException} why it cannot be had. */
  Server start();

  /** The one that {@code broker.postgres} names. */
  static ServerSource wanted() {
    String wanted = Settings.find("broker.postgres").orElse("auto");
    if (wanted.startsWith("jdbc:")) {
      return () -> GivenServer.connect(wanted);
    }
    return switch (wanted) {
      case "auto" -> ServerSource::containerElseEmbedded;
      case "testcontainers" -> () -> ContainerServer.start("broker.postgres=testcontainers");
      case "embedded" -> () -> embedded("broker.postgres=embedded");
      default ->
          // the value is not shown: somebody may have set a URL of another kind, with a password in
          // it
          throw new IllegalArgumentException(
              "broker.postgres must be auto, testcontainers, embedded or a jdbc:postgresql: URL");
    };
  }

  private static Server containerElseEmbedded() {
    Optional<String> obstacle = DockerEngine.obstacle().or(ContainerServer::obstacle);
    return obstacle.isEmpty()
        ? ContainerServer.start("a Docker engine and the image are usable")
        : embedded(obstacle.get());
  }

  private static Server embedded(String why) {
    EmbeddedServer server = EmbeddedServer.temporary();
    return new Server("embedded " + server + " (" + why + ")", server.admin(), server::close);
  }
}
