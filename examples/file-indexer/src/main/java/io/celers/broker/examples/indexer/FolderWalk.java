package io.celers.broker.examples.indexer;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the regular files of a folder; symbolic links are not followed and are no files. */
final class FolderWalk {

  private final Path folder;
  private final Set<Path> excluded;

  /**
   * @param folder absolute, without symbolic links
   * @param excluded folders that are passed over, absolute
   */
  FolderWalk(Path folder, Set<Path> excluded) {
    this.folder = folder;
    this.excluded = excluded;
  }

  /**
   * Hands over the files, so many at a time, in constant memory.
   *
   * @param stop asked between files; the walk then ends early
   * @return what could not be looked into
   */
  List<String> forEachBatch(int size, BooleanSupplier stop, Consumer<List<FoundFile>> action)
      throws IOException {
    Visitor visitor = new Visitor(size, stop, action);
    Files.walkFileTree(folder, visitor);
    visitor.flush();
    return visitor.unreadable;
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    final List<String> unreadable = new ArrayList<>();
    private final String root = FileKey.folder(folder);
    private final int size;
    private final BooleanSupplier stop;
    private final Consumer<List<FoundFile>> action;
    private List<FoundFile> batch = new ArrayList<>();

    Visitor(int size, BooleanSupplier stop, Consumer<List<FoundFile>> action) {
      this.size = size;
      this.stop = stop;
      this.action = action;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return excluded.contains(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (stop.getAsBoolean()) {
        return FileVisitResult.TERMINATE;
      }
      if (attributes.isRegularFile()) {
        batch.add(FoundFile.of(FileKey.of(root, file), attributes));
        if (batch.size() == size) {
          flush();
        }
      }
      return FileVisitResult.CONTINUE;
    }

    /** A folder that may not be entered, or a file that vanished before it was looked at. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (file.equals(folder)) {
        throw e;
      }
      if (Files.isDirectory(file)) {
        unreadable.add(FileKey.readable(FileKey.of(root, file).path()));
      }
      return FileVisitResult.CONTINUE;
    }

    /** A folder that was removed while it was being read; what is left of it is found next time. */
    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }

    void flush() {
      if (!batch.isEmpty()) {
        action.accept(batch);
        batch = new ArrayList<>();
      }
    }
  }
}
