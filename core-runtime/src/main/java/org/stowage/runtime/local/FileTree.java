package org.stowage.runtime.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Walks over trees that others may change meanwhile; links are never followed. */
final class FileTree {

  private FileTree() {}

  /** Deletes a file, or a folder with all it holds; what is absent counts as deleted. */
  static void delete(Path top) throws IOException {
    Files.walkFileTree(
        top,
        new Visitor() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          FileVisitResult left(Path folder) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  static long sizeBytes(Path top) throws IOException {
    return sizeBytes(top, null);
  }

  /** The sizes of all regular files together, those below {@code except} left out. */
  static long sizeBytes(Path top, @Nullable Path except) throws IOException {
    long[] sum = new long[1];
    Files.walkFileTree(
        top,
        new Visitor() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.equals(except) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              sum[0] = Math.addExact(sum[0], attributes.size());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }

  private abstract static class Visitor extends SimpleFileVisitor<Path> {

    FileVisitResult left(Path folder) throws IOException {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public final FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null && !(failure instanceof NoSuchFileException)) {
        throw failure;
      }
      return left(folder);
    }

    @Override
    public final FileVisitResult visitFileFailed(Path file, IOException failure)
        throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}
