package org.stowage.runtime.plugin;

import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.runtime.plugin.PluginReport.Fault;
import org.stowage.runtime.plugin.fence.Fence;
import org.stowage.runtime.plugin.fence.PluginCalls;
import org.stowage.runtime.plugin.fence.PluginMeters;

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
  private final Fence fence;

  private PluginHost(PluginLoading loading, Fence fence) {
    this.fence = fence;
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

  /** Loads and starts all plugins of a folder, under the usual rules; the caller closes. */
  public static PluginHost open(Path folder) throws IOException {
    return open(PluginRules.of(folder), new PluginMeters(calls -> {}));
  }

  /**
   * Loads and starts all plugins that may run; the caller closes.
   *
   * @param rules their folder is not searched below, and may be empty. Hidden files, and files of
   *     other types, are left alone
   * @param meters where calls are counted
   * @throws StorageException when there is no such folder, or what the rules name cannot be read;
   *     not for what is wrong with a plugin
   */
  public static PluginHost open(PluginRules rules, PluginMeters meters) throws IOException {
    List<Path> files = new JarFolder(rules.folder()).jars();
    PluginTrust trust = PluginTrust.of(rules);
    Fence fence = new Fence(rules.patience(), meters);
    return of(files, trust, fence);
  }

  /** Loads some jars; closes the fence when it is closed. */
  static PluginHost of(List<Path> files, PluginTrust trust, Fence fence) {
    return new PluginHost(new PluginLoading(files, trust, fence), fence);
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

  /** The class loaders of the plugins in use, for those who watch that none outlives its plugin. */
  public synchronized List<WeakReference<ClassLoader>> loaders() {
    return running.stream().map(plugin -> new WeakReference<>(plugin.loader())).toList();
  }

  /** What became of each jar, in order of their names. */
  public List<PluginReport> plugins() {
    return reports;
  }

  /** What calls have cost so far, by plugin and operation. */
  public List<PluginCalls> calls() {
    return fence.calls();
  }

  /**
   * All jars that somebody may have tampered with in one error: those that are not what the lock
   * lists, or not signed. Empty when there are none.
   */
  public Optional<StorageException> distrust() {
    return fault(
        fault -> PluginError.DISTRUST.contains(fault.code()),
        "some jars in the plugins folder may not run, so nothing runs:",
        "See all of them with: stowage plugin verify");
  }

  /** All that is wrong with all plugins in one error; empty when every one is in use. */
  public Optional<StorageException> fault() {
    return fault(
        fault -> true,
        "some plugins are not in use:",
        "Fix them, or remove them from the plugins folder.");
  }

  private Optional<StorageException> fault(Predicate<Fault> told, String what, String remedy) {
    StringBuilder all = new StringBuilder();
    for (PluginReport plugin : reports) {
      for (Fault fault : plugin.enabled() ? plugin.faults() : List.<Fault>of()) {
        if (told.test(fault)) {
          all.append(
              "%n  %s: %s (%s) %s"
                  .formatted(
                      plugin.file().getFileName(),
                      fault.message(),
                      fault.code().label(),
                      fault.remedy()));
        }
      }
    }
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new StorageException(CommonError.PLUGIN_FAULT, what + all, remedy));
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
    fence.close();
    if (failure != null) {
      throw failure;
    }
  }
}
