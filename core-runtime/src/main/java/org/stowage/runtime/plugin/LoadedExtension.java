package org.stowage.runtime.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.stowage.api.StorageException;
import org.stowage.api.datastore.DatastoreType;
import org.stowage.api.disk.DiskFormat;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.runtime.plugin.fence.PluginGuard;

/**
 * An extension of a running plugin.
 *
 * @param claims what no other plugin may claim as well, in words
 * @param extension as the runtime sees it; calls lead into the plugin
 */
record LoadedExtension(ExtensionKind kind, String id, List<String> claims, Object extension) {

  /**
   * @param made an instance of the plugin's class, which may be an extension of several kinds
   * @throws StorageException when it is none, or does not say its id
   */
  static List<LoadedExtension> of(PluginGuard guard, Object made) throws StorageException {
    return guard.run(
        "naming the extension " + made.getClass().getName(),
        PluginError.EXTENSION,
        "Report this to the plugin's provider.",
        () -> {
          List<LoadedExtension> found = new ArrayList<>();
          if (made instanceof DiskFormat format) {
            found.add(named(guard, ExtensionKind.DISK_FORMAT, format.id(), made));
          }
          if (made instanceof DatastoreType type) {
            LoadedExtension named = named(guard, ExtensionKind.DATASTORE_TYPE, type.id(), made);
            for (String typeName : type.traits().typeNames()) {
              named.claims.add("datastores of type " + typeName.toUpperCase(Locale.ROOT));
            }
            found.add(named);
          }
          if (made instanceof EphemeralBackend backend) {
            found.add(named(guard, ExtensionKind.EPHEMERAL_BACKEND, backend.id(), made));
          }
          if (found.isEmpty()) {
            throw new ClassCastException("it is of no kind that is known here");
          }
          return found;
        });
  }

  private static LoadedExtension named(
      PluginGuard guard, ExtensionKind kind, String id, Object made) {
    if (id == null || id.isBlank()) {
      throw new IllegalStateException("it has no id");
    }
    List<String> claims = new ArrayList<>(List.of(kind.label() + " " + id));
    Object seen = guard.seen(made);
    return new LoadedExtension(kind, id, claims, seen);
  }
}
