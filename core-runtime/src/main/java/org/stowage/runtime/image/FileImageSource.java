package org.stowage.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.ImageSource;

/**
 * A file of this machine as an image. What it names is looked for beside it, and elsewhere only in
 * folders that are trusted, after every symbolic link has been followed.
 */
public final class FileImageSource implements ImageSource {

  private final Path file;
  private final BasicFileAttributes attributes;
  private final List<Path> trustedRoots;
  private final LongAdder bytesRead;
  private final Transfer transfer;

  private FileImageSource(
      Path file,
      BasicFileAttributes attributes,
      List<Path> trustedRoots,
      LongAdder bytesRead,
      Transfer transfer) {
    this.file = file;
    this.attributes = attributes;
    this.trustedRoots = List.copyOf(trustedRoots);
    this.bytesRead = bytesRead;
    this.transfer = transfer;
  }

  /**
   * Takes a regular file, through symbolic links too.
   *
   * @param trustedRoots folders in which parents and extents may lie; the file's own folder counts
   *     for its siblings alone and needs no mention
   * @param bytesRead counts the bytes that are read, of extents and parents too
   * @param transfer asked before each read whether to stop
   * @throws StorageException {@code not-found}, or {@code not-allowed} for anything but a file
   */
  public static FileImageSource of(
      Path file, List<Path> trustedRoots, LongAdder bytesRead, Transfer transfer)
      throws IOException {
    List<Path> roots = new ArrayList<>();
    for (Path root : trustedRoots) {
      if (Files.isDirectory(root)) {
        roots.add(root.toRealPath());
      }
    }
    if (!Files.exists(file)) {
      throw new StorageException(
          CommonError.NOT_FOUND, "there is no file " + file, "Check the path of the image.");
    }
    return at(file.toRealPath(), roots, bytesRead, transfer);
  }

  private static FileImageSource at(
      Path realFile, List<Path> roots, LongAdder bytesRead, Transfer transfer) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(realFile, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new StorageException(
          CommonError.NOT_ALLOWED,
          realFile + " is no regular file",
          "Images are read from files, not from folders or devices.");
    }
    return new FileImageSource(realFile, found, roots, bytesRead, transfer);
  }

  @Override
  public String name() {
    return file.getFileName().toString();
  }

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.of(attributes.size());
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public InputStream open() throws IOException {
    return Channels.newInputStream(channel());
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() throws IOException {
    return Optional.of(channel());
  }

  private SeekableByteChannel channel() throws IOException {
    return new CountingChannel(Files.newByteChannel(file), bytesRead, attributes.size(), transfer);
  }

  @Override
  public ImageSource resolve(String reference) throws IOException {
    Path folder = file.getParent();
    Path real;
    try {
      real = folder.resolve(reference).toRealPath();
    } catch (InvalidPathException e) {
      throw refused(reference, "this machine can have no such file");
    } catch (IOException e) {
      throw new StorageException(
          CommonError.NOT_FOUND,
          file + " needs '" + reference + "', which is not there",
          "Put the file where the image expects it, beside " + file + ".",
          e);
    }
    boolean sibling = folder.equals(real.getParent()) && isPlain(reference);
    if (!sibling && trustedRoots.stream().noneMatch(real::startsWith)) {
      throw refused(
          reference, "that is neither a file beside it nor in a folder trusted for parents");
    }
    return at(real, trustedRoots, bytesRead, transfer);
  }

  @Override
  public Object identity() {
    Object key = attributes.fileKey();
    return key == null ? file : key;
  }

  private static boolean isPlain(String reference) {
    return reference.indexOf('/') < 0 && reference.indexOf('\\') < 0;
  }

  private StorageException refused(String reference, String why) {
    return new StorageException(
        CommonError.NOT_ALLOWED,
        file + " names '" + reference + "': " + why,
        "An image from elsewhere may be made to read other files of this machine; if you trust it,"
            + " put all its files into one folder.");
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
