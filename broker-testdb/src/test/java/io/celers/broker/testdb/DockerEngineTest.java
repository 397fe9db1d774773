package io.celers.broker.testdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerEngineTest {

  @Test
  void engineThatListensOnSocketIsUsable(@TempDir Path folder) throws Exception {
    Path socket = folder.resolve("docker.sock");
    try (ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      engine.bind(UnixDomainSocketAddress.of(socket));

      assertThat(DockerEngine.obstacle(List.of("unix:///nowhere", "unix://" + socket))).isEmpty();
    }
  }

  @Test
  void socketThatAnEngineLeftBehindIsNotUsable(@TempDir Path folder) throws Exception {
    Path socket = folder.resolve("docker.sock");
    ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    engine.bind(UnixDomainSocketAddress.of(socket));
    engine.close();
    assertThat(socket).exists();

    assertThat(DockerEngine.obstacle(List.of("unix://" + socket)))
        .hasValueSatisfying(why -> assertThat(why).contains(socket.toString()));
  }

  @Test
  void engineThatListensOnPortIsUsable() throws Exception {
    try (ServerSocket engine = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address =
          "tcp://" + engine.getInetAddress().getHostAddress() + ":" + engine.getLocalPort();

      assertThat(DockerEngine.obstacle(List.of(address))).isEmpty();
    }
  }

  @Test
  void everyAddressThatWasTriedIsInTheAnswer() {
    List<String> addresses = List.of("unix:///nowhere", "tcp://127.0.0.1:1", "gopher://x", "");

    assertThat(DockerEngine.obstacle(addresses))
        .hasValue("no Docker engine listens at unix:///nowhere, tcp://127.0.0.1:1, gopher://x, ");
  }
}
