package io.celers.broker.examples.cli.transfer;

import io.celers.broker.examples.cli.session.WrongUseException;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that is written beside its place and moved there when it is whole; what is not kept is
 * deleted, also on Ctrl-C.
 */
final class NewFile implements AutoCloseable {

  private final Path place;
  private final boolean replace;
  private final Path part;
  private final FileOutputStream file;
  private final OutputStream stream;

  private NewFile(Path place, boolean replace, Path part) throws IOException {
    this.place = place;
    this.replace = replace;
    this.part = part;
    this.file = new FileOutputStream(part.toFile());
    this.stream = new BufferedOutputStream(file, 1 << 16);
  }

  /**
   * Begins it.
   *
   * @param replace whether a file that is there already is to be replaced
   */
  static NewFile at(Path name, boolean replace) throws IOException {
    // through links: what they point to is replaced, not they
    Path place = Files.exists(name) ? name.toRealPath() : name.toAbsolutePath();
    if (Files.exists(place) && !replace) {
      throw new WrongUseException(
          name + " is there already. Name another file, or replace it with --force.");
    }
    if (Files.exists(place) && !Files.isRegularFile(place)) {
      throw new WrongUseException(name + " is no file that could be replaced.");
    }
    try {
      Path part = Files.createTempFile(place.getParent(), "." + place.getFileName() + ".", ".part");
      part.toFile().deleteOnExit();
      return new NewFile(place, replace, part);
    } catch (NoSuchFileException e) {
      throw new WrongUseException("There is no directory " + place.getParent() + ".");
    }
  }

  OutputStream stream() {
    return stream;
  }

  /** It is whole: gives it its name, once it is on the disk. */
  void keep() {
    try {
      stream.flush();
      file.getFD().sync();
      stream.close();
      if (replace) {
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      } else {
        // refuses if somebody else has put a file there meanwhile
        Files.move(part, place);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    // not the buffered stream, which would write its rest
    file.close();
    Files.deleteIfExists(part);
  }
}
