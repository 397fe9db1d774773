package io.celers.broker.testdb;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientConfigUtils;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** A server in a container, and the question whether one can be had. */
final class ContainerServer {

  /**
   * Helper image of Testcontainers 2.0.5, see its class RyukContainer: removes containers of dead
   * JVMs.
   */
  private static final String RYUK = "testcontainers/ryuk:0.14.0";

  /**
   * Helper image of Testcontainers 2.0.5, see its class DockerClientFactory: finds the host's
   * address.
   */
  private static final String GATEWAY_PROBE = "alpine:3.17";

  private ContainerServer() {}

  /**
   * Why no container can be started although an engine listens; empty if one can.
   *
   * <p>Asks for the images before Testcontainers does, because that keeps retrying an impossible
   * pull for minutes.
   */
  static Optional<String> obstacle() {
    try {
      DockerClient docker =
          DockerClientProviderStrategy.getClientForConfig(
              DockerClientFactory.instance().getTransportConfig());
      docker.pingCmd().exec();
      ImagePull pull = new ImagePull(docker, pullTimeout());
      return images(docker).stream()
          .map(image -> ImageNameSubstitutor.instance().apply(DockerImageName.parse(image)))
          .flatMap(image -> missing(docker, pull, image).stream())
          .findFirst();
    } catch (RuntimeException | LinkageError e) {
      // the answer of this method is the report of it; an embedded server takes over
      return Optional.of("the Docker engine is not usable: " + e);
    }
  }

  static Server start(String why) {
    DockerImageName image = DockerImageName.parse(image()).asCompatibleSubstituteFor("postgres");
    PostgreSQLContainer container =
        new PostgreSQLContainer(image)
            .withEnv("POSTGRES_INITDB_ARGS", "--locale=C --encoding=UTF8");
    List<String> command = new ArrayList<>(List.of("postgres"));
    ServerConfiguration.THROWAWAY.forEach(
        (name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    container.setCommand(command.toArray(String[]::new));
    container.start();
    PGSimpleDataSource admin = new PGSimpleDataSource();
    admin.setUrl(container.getJdbcUrl());
    admin.setUser(container.getUsername());
    admin.setPassword(container.getPassword());
    return new Server(
        "testcontainers, image " + container.getDockerImageName() + " (" + why + ")",
        admin,
        container::stop);
  }

  private static String image() {
    return Settings.find("broker.postgres.image").orElse("postgres:17-alpine");
  }

  private static Duration pullTimeout() {
    return Duration.ofSeconds(
        Settings.find("broker.postgres.pullSeconds").map(Long::parseLong).orElse(120L));
  }

  private static List<String> images(DockerClient docker) {
    List<String> images = new ArrayList<>(List.of(image()));
    if (!Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
      images.add(RYUK);
    }
    if (DockerClientConfigUtils.IN_A_CONTAINER
        && System.getenv("TESTCONTAINERS_HOST_OVERRIDE") == null
        && !bridgeTellsItsGateway(docker)) {
      images.add(GATEWAY_PROBE);
    }
    return images;
  }

  private static boolean bridgeTellsItsGateway(DockerClient docker) {
    return docker.inspectNetworkCmd().withNetworkId("bridge").exec().getIpam().getConfig().stream()
        .anyMatch(config -> config.getGateway() != null);
  }

  private static Optional<String> missing(
      DockerClient docker, ImagePull pull, DockerImageName image) {
    try {
      docker.inspectImageCmd(image.asCanonicalNameString()).exec();
      return Optional.empty();
    } catch (NotFoundException notLocal) {
      return pull.obstacle(image)
          .map(why -> "image " + image + " is neither here nor to be had: " + why);
    }
  }
}
