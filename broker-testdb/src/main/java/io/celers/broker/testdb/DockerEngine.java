package io.celers.broker.testdb;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * Asks whether a Docker engine listens, before Testcontainers does.
 *
 * <p>Testcontainers tries every way it knows, slowly, and logs each failure as an error, which is
 * noise on a machine that simply has no Docker.
 */
final class DockerEngine {

  private static final int CONNECT_MILLIS = 2_000;

  private DockerEngine() {}

  /** Why no engine can be used; empty if one listens. */
  static Optional<String> obstacle() {
    return obstacle(addresses());
  }

  static Optional<String> obstacle(List<String> addresses) {
    List<String> tried = new ArrayList<>();
    for (String address : addresses) {
      try {
        connect(address);
        return Optional.empty();
      } catch (IOException | RuntimeException e) {
        // each address is only a guess; what was tried is in the answer
        tried.add(address);
      }
    }
    return Optional.of("no Docker engine listens at " + String.join(", ", tried));
  }

  /** Where Testcontainers looks: what is configured, else the usual sockets that exist. */
  private static List<String> addresses() {
    Optional<String> configured =
        Optional.ofNullable(System.getenv("DOCKER_HOST")).or(DockerEngine::inTestcontainersFile);
    if (configured.isPresent()) {
      return List.of(configured.get());
    }
    if (System.getProperty("os.name").startsWith("Windows")) {
      return List.of("npipe:////./pipe/docker_engine");
    }
    List<String> usual = new ArrayList<>(List.of("unix:///var/run/docker.sock"));
    Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
        .ifPresent(dir -> usual.add("unix://" + dir + "/docker.sock"));
    String home = System.getProperty("user.home");
    usual.add("unix://" + home + "/.docker/run/docker.sock");
    usual.add("unix://" + home + "/.docker/desktop/docker.sock");
    List<String> existing =
        usual.stream().filter(a -> Files.exists(Path.of(a.substring("unix://".length())))).toList();
    return existing.isEmpty() ? usual.subList(0, 1) : existing;
  }

  private static Optional<String> inTestcontainersFile() {
    Path file = Path.of(System.getProperty("user.home"), ".testcontainers.properties");
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      Properties properties = new Properties();
      properties.load(in);
      return Optional.ofNullable(properties.getProperty("docker.host"));
    } catch (IOException e) {
      // Testcontainers reads the file as well, and reports what is wrong with it
      return Optional.empty();
    }
  }

  private static void connect(String address) throws IOException {
    URI uri = URI.create(address);
    switch (String.valueOf(uri.getScheme())) {
      case "unix" -> {
        SocketAddress socket = UnixDomainSocketAddress.of(uri.getPath());
        SocketChannel.open(socket).close();
      }
      case "tcp", "http", "https" -> {
        try (Socket socket = new Socket()) {
          socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), CONNECT_MILLIS);
        }
      }
      case "npipe" -> {
        if (!Files.exists(Path.of("\\\\.\\pipe\\docker_engine"))) {
          throw new IOException("no such pipe");
        }
      }
      default -> throw new IOException("unknown scheme");
    }
  }
}
