package org.stowage.runtime.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.stowage.runtime.target.Target;

/**
 * An empty file whose byte locks are claims: a name stands for the byte at the position its hash
 * tells. The operating system frees the locks of a process that dies, over NFS too; and because the
 * file stays, nobody can lock one that somebody else has just removed. Two names share a byte once
 * in 2^62 pairs, and then merely wait for each other.
 *
 * <p>POSIX drops all locks a process has on a file as soon as it closes <em>any</em> descriptor of
 * it. So the whole process shares one channel per file, closed with the last claim. (A host that
 * loads this class twice, by two class loaders, must not use one datastore through both.)
 */
final class ClaimFile {

  private static final Map<Object, ClaimFile> OPEN = new HashMap<>();

  private final Object key;
  private final FileChannel channel;
  private int claims;

  private ClaimFile(Object key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /**
   * Takes a claim if nobody, in this process or another, holds it.
   *
   * @param file made if missing, its folder too
   */
  static Optional<Target.Claim> tryClaim(Path file, String name) throws IOException {
    synchronized (OPEN) {
      ClaimFile claimFile = open(file);
      FileLock lock = null;
      try {
        lock = claimFile.tryLock(name);
      } finally {
        if (lock == null) {
          claimFile.closeIfUnused();
        }
      }
      if (lock == null) {
        return Optional.empty();
      }
      claimFile.claims++;
      return Optional.of(new Held(claimFile, lock));
    }
  }

  private static ClaimFile open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // Everybody after the first finds it; to open and close it here would drop held locks.
    }
    Object found = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    Object key = found == null ? file.toRealPath() : found;
    ClaimFile open = OPEN.get(key);
    if (open == null) {
      open = new ClaimFile(key, FileChannel.open(file, WRITE));
      OPEN.put(key, open);
    }
    return open;
  }

  private @Nullable FileLock tryLock(String name) throws IOException {
    try {
      return channel.tryLock(position(name), 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void closeIfUnused() throws IOException {
    if (claims == 0) {
      OPEN.remove(key);
      channel.close();
    }
  }

  private static long position(String name) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      return ByteBuffer.wrap(hash).getLong() >>> 2;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private record Held(ClaimFile file, FileLock lock, AtomicBoolean released)
      implements Target.Claim {

    Held(ClaimFile file, FileLock lock) {
      this(file, lock, new AtomicBoolean());
    }

    @Override
    public void close() throws IOException {
      if (released.compareAndSet(false, true)) {
        synchronized (OPEN) {
          file.claims--;
          try {
            lock.release();
          } finally {
            file.closeIfUnused();
          }
        }
      }
    }
  }
}
