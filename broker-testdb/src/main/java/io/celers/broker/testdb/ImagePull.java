package io.celers.broker.testdb;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.testcontainers.utility.DockerImageName;

/** Pulls an image once, with a limit, quietly. */
final class ImagePull {

  private final DockerClient docker;
  private final Duration timeout;

  ImagePull(DockerClient docker, Duration timeout) {
    this.docker = docker;
    this.timeout = timeout;
  }

  /** Why the image could not be pulled; empty if it is here now. */
  Optional<String> obstacle(DockerImageName image) {
    try {
      Outcome outcome = new Outcome();
      docker.pullImageCmd(image.getUnversionedPart()).withTag(image.getVersionPart()).exec(outcome);
      boolean done = outcome.awaitCompletion(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return done
          ? Optional.ofNullable(outcome.error)
          : Optional.of("the pull took more than " + timeout.toSeconds() + " s");
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()).strip());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /** Keeps the error; the class above it would log it with a stack trace. */
  private static final class Outcome extends PullImageResultCallback {
    volatile @Nullable String error;

    @Override
    public void onError(Throwable throwable) {
      error = String.valueOf(throwable.getMessage()).strip();
      try {
        close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
