package org.stowage.runtime.local;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * The files of this machine as a process sees them that dies at a certain step: after so many
 * changes of names (files made, renamed, linked or deleted) every further one fails, those of its
 * cleaning up too. What is on the disk then is what {@code kill -9} at that step would have left.
 */
final class MortalFiles extends FileSystemProvider {

  private final FileSystemProvider real = FileSystems.getDefault().provider();
  private final FileSystem fileSystem = new MortalFileSystem(this);
  private int changesLeft;
  private boolean dead;

  MortalFiles(int changes) {
    changesLeft = changes;
  }

  /** Whether the end was met. */
  boolean died() {
    return dead;
  }

  private synchronized void change() throws IOException {
    if (changesLeft-- <= 0) {
      dead = true;
      throw new IOException("the process is dead");
    }
  }

  /** The same path, seen by the mortal process. */
  Path see(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            MortalFiles.class.getClassLoader(),
            new Class<?>[] {Path.class, Seen.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("unseen")) {
                return path;
              }
              if (method.getName().equals("getFileSystem")) {
                return fileSystem;
              }
              try {
                Object result = method.invoke(path, unseen(arguments));
                return result instanceof Path found ? see(found) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private interface Seen {
    Path unseen();
  }

  private static Object[] unseen(Object[] arguments) {
    Object[] unseen = arguments == null ? new Object[0] : arguments.clone();
    for (int i = 0; i < unseen.length; i++) {
      unseen[i] = unseen[i] instanceof Seen seen ? seen.unseen() : unseen[i];
    }
    return unseen;
  }

  private static Path unseen(Path path) {
    return path instanceof Seen seen ? seen.unseen() : path;
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    changeIfMade(options);
    return real.newFileChannel(unseen(path), options, attributes);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    changeIfMade(options);
    return real.newByteChannel(unseen(path), options, attributes);
  }

  private void changeIfMade(Set<? extends OpenOption> options) throws IOException {
    if (options.contains(StandardOpenOption.CREATE)
        || options.contains(StandardOpenOption.CREATE_NEW)) {
      change();
    }
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    change();
    real.createDirectory(unseen(folder), attributes);
  }

  @Override
  public void createLink(Path link, Path existing) throws IOException {
    change();
    real.createLink(unseen(link), unseen(existing));
  }

  @Override
  public void delete(Path path) throws IOException {
    change();
    real.delete(unseen(path));
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    change();
    real.move(unseen(source), unseen(target), options);
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    change();
    real.copy(unseen(source), unseen(target), options);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> entries =
        real.newDirectoryStream(unseen(folder), entry -> filter.accept(see(entry)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        Iterator<Path> each = entries.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return each.hasNext();
          }

          @Override
          public Path next() {
            return see(each.next());
          }
        };
      }

      @Override
      public void close() throws IOException {
        entries.close();
      }
    };
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return real.isSameFile(unseen(path), unseen(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return real.isHidden(unseen(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return real.getFileStore(unseen(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    real.checkAccess(unseen(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return real.getFileAttributeView(unseen(path), type, options);
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return real.readAttributes(unseen(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return real.readAttributes(unseen(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    real.setAttribute(unseen(path), name, value, options);
  }

  @Override
  public String getScheme() {
    return "mortal";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }
}
