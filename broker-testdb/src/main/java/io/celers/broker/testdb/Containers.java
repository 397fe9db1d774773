package io.celers.broker.testdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientConfigUtils;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** All that touches Testcontainers. */
final class Containers {

  private static final String IMAGE = ThrowawayPostgres.setting("broker.postgres.image", "postgres:17-alpine");
  /** The one that org.testcontainers.utility.RyukContainer of Testcontainers 2.0.5 wants. */
  private static final String RYUK = "testcontainers/ryuk:0.14.0";
  /** The one of org.testcontainers.DockerClientFactory. */
  private static final String TINY = "alpine:3.17";
  private static final long PULL_SECONDS = Long.parseLong(ThrowawayPostgres.setting("broker.postgres.pullSeconds", "120"));

  private Containers() {}

  /**
   * Null when a container can be started, else the reason. Asks before Testcontainers does, because
   * Testcontainers keeps retrying an impossible pull for two minutes.
   */
  static String whyNotUsable() {
    DockerClient docker;
    try {
      docker = DockerClientProviderStrategy.getClientForConfig(DockerClientFactory.instance().getTransportConfig());
      docker.pingCmd().exec();
    } catch (RuntimeException e) {
      return "no usable Docker engine (" + e.getMessage() + ")";
    }
    for (String image : images(docker)) {
      DockerImageName name = ImageNameSubstitutor.instance().apply(DockerImageName.parse(image));
      String problem = missing(docker, name);
      if (problem != null) return "image " + name + " is neither here nor to be had (" + problem + ")";
    }
    return null;
  }

  private static List<String> images(DockerClient docker) {
    List<String> images = new ArrayList<>(List.of(IMAGE));
    if (!Boolean.parseBoolean(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) images.add(RYUK);
    // inside a container Testcontainers asks a helper container for the gateway if the network does not tell
    if (DockerClientConfigUtils.IN_A_CONTAINER && System.getenv("TESTCONTAINERS_HOST_OVERRIDE") == null
        && docker.inspectNetworkCmd().withNetworkId("bridge").exec().getIpam().getConfig().stream().noneMatch(c -> c.getGateway() != null))
      images.add(TINY);
    return images;
  }

  private static String missing(DockerClient docker, DockerImageName image) {
    try {
      docker.inspectImageCmd(image.asCanonicalNameString()).exec();
      return null;
    } catch (NotFoundException notLocal) {
      return pull(docker, image);
    }
  }

  private static String pull(DockerClient docker, DockerImageName image) {
    class Pull extends PullImageResultCallback {
      volatile String error;
      @Override public void onError(Throwable t) {    // super would log a stack trace
        error = String.valueOf(t.getMessage()).strip();
        try {
          close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    try {
      Pull pull = docker.pullImageCmd(image.getUnversionedPart()).withTag(image.getVersionPart()).exec(new Pull());
      boolean done = pull.awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS);
      return pull.error != null ? pull.error : done ? null : "pull took more than " + PULL_SECONDS + " s";
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage()).strip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  static PostgreSQLContainer start() {
    PostgreSQLContainer container = new PostgreSQLContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
        .withEnv("POSTGRES_INITDB_ARGS", "--locale=C --encoding=UTF8")
        .withUrlParam("loggerLevel", "OFF");
    container.setCommand("postgres", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
        "-c", "max_connections=200");
    container.start();
    return container;
  }
}
