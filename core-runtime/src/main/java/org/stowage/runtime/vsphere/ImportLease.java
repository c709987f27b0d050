package org.stowage.runtime.vsphere;

import com.vmware.vim25.HttpNfcLeaseDeviceUrl;
import com.vmware.vim25.HttpNfcLeaseInfo;
import com.vmware.vim25.HttpNfcLeaseManifestEntry;
import com.vmware.vim25.HttpNfcLeaseState;
import com.vmware.vim25.LocalizedMethodFault;
import com.vmware.vim25.ManagedObjectReference;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;

/**
 * A lease on a machine that is being imported or exported, from its first state to its end (vSphere
 * Web Services API, HttpNfcLease). Closing one that was not {@linkplain #complete completed} aborts
 * it, upon which the server removes what it had imported.
 */
final class ImportLease implements Closeable {

  private final Vim vim;
  private final String what;
  private final ManagedObjectReference lease;
  private final HttpNfcLeaseInfo info;
  private final LeaseHeartbeat heartbeat;
  private boolean completed;

  private ImportLease(Vim vim, String what, ManagedObjectReference lease, HttpNfcLeaseInfo info) {
    this.vim = vim;
    this.what = what;
    this.lease = lease;
    this.info = info;
    this.heartbeat = LeaseHeartbeat.start(vim, lease, info.getLeaseTimeout());
  }

  /** Waits until a lease is ready, and keeps it alive from then on. */
  static ImportLease open(Vim vim, String what, ManagedObjectReference lease, Transfer transfer)
      throws IOException {
    try {
      Found ready =
          vim.await(
              what,
              lease,
              List.of("state", "error"),
              found ->
                  found.value("state", HttpNfcLeaseState.class) != HttpNfcLeaseState.initializing,
              transfer);
      if (ready.value("state", HttpNfcLeaseState.class) != HttpNfcLeaseState.ready) {
        throw VsphereFaultException.of(
            what + ": the lease failed", ready.value("error", LocalizedMethodFault.class));
      }
      HttpNfcLeaseInfo info =
          vim.look(lease, List.of("info")).required("info", HttpNfcLeaseInfo.class);
      return new ImportLease(vim, what, lease, info);
    } catch (IOException | RuntimeException e) {
      abort(vim, what, lease, e);
      throw e;
    }
  }

  /** The machine that the lease is on. */
  ManagedObjectReference machine() {
    return info.getEntity();
  }

  /** The address of the machine's first disk. */
  HttpNfcLeaseDeviceUrl disk() throws StorageException {
    HttpNfcLeaseDeviceUrl[] urls = info.getDeviceUrl();
    return Arrays.stream(urls == null ? new HttpNfcLeaseDeviceUrl[0] : urls)
        .filter(url -> Boolean.TRUE.equals(url.getDisk()))
        .findFirst()
        .orElseThrow(
            () ->
                new StorageException(
                    CommonError.TRANSFER, what + ": the lease gives no address for a disk", ""));
  }

  void progress(int percent) {
    heartbeat.percent(percent);
  }

  /**
   * Compares what the server received with what was sent.
   *
   * @throws StorageException {@code integrity}
   */
  void check(HttpNfcLeaseDeviceUrl url, long sentBytes, byte[] sentSha1) throws IOException {
    HttpNfcLeaseManifestEntry[] manifest =
        alive(() -> vim.call(what, stub -> stub.httpNfcLeaseGetManifest(lease)));
    for (HttpNfcLeaseManifestEntry entry :
        manifest == null ? new HttpNfcLeaseManifestEntry[0] : manifest) {
      if (entry.getKey() != null && entry.getKey().equals(url.getKey())) {
        String sha1 = HexFormat.of().formatHex(sentSha1);
        if (entry.getSize() != sentBytes || !sha1.equalsIgnoreCase(entry.getSha1())) {
          throw new StorageException(
              CommonError.INTEGRITY,
              "%s: %d bytes with SHA-1 %s were sent, the host has %d with %s"
                  .formatted(what, sentBytes, sha1, entry.getSize(), entry.getSha1()),
              "Run the command again; if it recurs, look for a proxy or a fault on the way.");
        }
        return;
      }
    }
    throw new StorageException(
        CommonError.INTEGRITY,
        what + ": the host's manifest does not mention the disk, so nobody knows what it received",
        "Run the command again.");
  }

  /** Ends the lease; what was imported stays. */
  void complete() throws IOException {
    heartbeat.close();
    alive(
        () ->
            vim.call(
                what,
                stub -> {
                  stub.httpNfcLeaseProgress(lease, 100);
                  stub.httpNfcLeaseComplete(lease);
                  return true;
                }));
    completed = true;
  }

  /** A lease that is gone is a transfer that failed, not something that was looked for. */
  private <T> T alive(Call<T> call) throws IOException {
    try {
      return call.make();
    } catch (VsphereFaultException e) {
      if (e.name().equals("ManagedObjectNotFound")) {
        throw new StorageException(
            CommonError.TRANSFER,
            what + ": the lease was lost on the way: " + e.getMessage(),
            "Run the command again.",
            e);
      }
      throw e;
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    T make() throws IOException;
  }

  @Override
  public void close() throws IOException {
    heartbeat.close();
    if (!completed) {
      completed = true;
      abort(vim, what, lease);
      // The server removes the machine with the lease; not so if the lease was lost before.
      Machines.remove(vim, what + ": removing the machine", machine());
    }
  }

  private static void abort(Vim vim, String what, ManagedObjectReference lease, Exception because) {
    try {
      abort(vim, what, lease);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /** A lease that is in error, or gone, needs no abort. */
  private static void abort(Vim vim, String what, ManagedObjectReference lease) throws IOException {
    vim.tolerating(
        List.of("InvalidState", "ManagedObjectNotFound", "Timedout"),
        () ->
            vim.call(
                what + ": giving it up",
                stub -> {
                  stub.httpNfcLeaseAbort(lease, null);
                  return true;
                }));
  }
}
