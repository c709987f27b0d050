package org.stowage.runtime.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.runtime.plugin.PluginReport.Fault;

/**
 * The plugins of one folder, loaded once and then unchanging.
 *
 * <p>Every jar in the folder is a plugin. Those that cannot be used are {@linkplain #plugins told}
 * with all that is wrong with them, and do not stand in the way of the others; what a plugin offers
 * does not depend on the names of the jars. Nothing of a jar runs that can be seen to be unfit from
 * the outside.
 *
 * <p>A plugin sees the JDK, the API, core-vmdk, PF4J, SLF4J and Guice, and besides these only what
 * is in its own jar. Its code always runs with its own class loader as the thread's context. What
 * it throws against its contract arrives as {@link CommonError#PLUGIN_FAULT} with its name, wrapped
 * in an {@link java.io.UncheckedIOException} from methods without checked exceptions.
 *
 * <p>Safe for use by several threads.
 */
public final class PluginHost implements Closeable {

  private final List<PluginReport> reports;
  private final List<DiskFormat> diskFormats = new ArrayList<>();
  private final List<DatastoreType> datastoreTypes = new ArrayList<>();
  private final List<EphemeralBackend> ephemeralBackends = new ArrayList<>();
  private final List<LoadedPlugin> running = new ArrayList<>();

  private PluginHost(PluginLoading loading) {
    reports = loading.reports();
    for (LoadedPlugin plugin : loading.running()) {
      running.add(plugin);
      for (LoadedExtension each : plugin.extensions()) {
        switch (each.kind()) {
          case DISK_FORMAT -> diskFormats.add((DiskFormat) each.extension());
          case DATASTORE_TYPE -> datastoreTypes.add((DatastoreType) each.extension());
          case EPHEMERAL_BACKEND -> ephemeralBackends.add((EphemeralBackend) each.extension());
        }
      }
    }
  }

  /**
   * Loads and starts all plugins of a folder; the caller closes.
   *
   * @param folder not searched below; may be empty. Hidden files, and files of other types, are
   *     left alone
   * @throws StorageException when there is no such folder; not for what is wrong with a plugin
   */
  public static PluginHost open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new StorageException(
          CommonError.CONFIGURATION,
          "loading plugins: there is no folder " + folder,
          "Make the folder, or name the one that holds the plugins.");
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, PluginHost::isJar)) {
      entries.forEach(files::add);
    }
    return new PluginHost(new PluginLoading(files));
  }

  private static boolean isJar(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".jar") && !name.startsWith(".");
  }

  /** The formats of all plugins; immutable, of one instance each. */
  public List<DiskFormat> diskFormats() {
    return Collections.unmodifiableList(diskFormats);
  }

  /** The datastore types of all plugins; immutable, of one instance each. */
  public List<DatastoreType> datastoreTypes() {
    return Collections.unmodifiableList(datastoreTypes);
  }

  /** The ephemeral backends of all plugins; immutable, of one instance each. */
  public List<EphemeralBackend> ephemeralBackends() {
    return Collections.unmodifiableList(ephemeralBackends);
  }

  /** What became of each jar, in order of their names. */
  public List<PluginReport> plugins() {
    return reports;
  }

  /** All that is wrong with all plugins in one error; empty when every one is in use. */
  public Optional<StorageException> fault() {
    StringBuilder all = new StringBuilder();
    for (PluginReport plugin : reports) {
      for (Fault fault : plugin.faults()) {
        all.append(
            "%n  %s: %s (%s) %s"
                .formatted(
                    plugin.file().getFileName(),
                    fault.message(),
                    fault.code().label(),
                    fault.remedy()));
      }
    }
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new StorageException(
                CommonError.PLUGIN_FAULT,
                "some plugins are not in use:" + all,
                "Fix them, or remove them from the plugins folder."));
  }

  /**
   * Stops the plugins, the last started first, and unloads them; each of them, whatever the others
   * do. Their extensions must not be used any more. Idempotent.
   *
   * @throws StorageException from the first that failed, with those of the others suppressed
   */
  @Override
  public synchronized void close() throws StorageException {
    List<LoadedPlugin> reversed = new ArrayList<>(running);
    Collections.reverse(reversed);
    running.clear();
    StorageException failure = null;
    for (LoadedPlugin plugin : reversed) {
      try {
        plugin.close();
      } catch (StorageException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
