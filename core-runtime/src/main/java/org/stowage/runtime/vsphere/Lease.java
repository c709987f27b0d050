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
import org.stowage.api.CancelledException;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;

/**
 * A lease on a machine that is being imported or exported, from its first state to its end (vSphere
 * Web Services API, HttpNfcLease). Closing one that was not {@linkplain #complete completed} aborts
 * it, upon which the server removes what it had imported, unless the lease was lost before.
 */
final class Lease implements Closeable {

  private final Vim vim;
  private final String what;
  private final ManagedObjectReference lease;
  private final HttpNfcLeaseInfo info;
  private final LeaseHeartbeat heartbeat;
  private boolean completed;

  private Lease(Vim vim, String what, ManagedObjectReference lease, HttpNfcLeaseInfo info) {
    this.vim = vim;
    this.what = what;
    this.lease = lease;
    this.info = info;
    this.heartbeat = LeaseHeartbeat.start(vim, lease, info.getLeaseTimeout());
  }

  /** Waits until a lease is ready, and keeps it alive from then on. */
  static Lease open(Vim vim, String what, ManagedObjectReference lease, Transfer transfer)
      throws IOException {
    try {
      Found ready = vim.await(what, lease, List.of("state", "error"), Lease::isBegun, transfer);
      if (ready.value("state", HttpNfcLeaseState.class) != HttpNfcLeaseState.ready) {
        throw VsphereFaultException.of(
            what + ": the lease failed", ready.value("error", LocalizedMethodFault.class));
      }
      HttpNfcLeaseInfo info =
          vim.look(lease, List.of("info")).required("info", HttpNfcLeaseInfo.class);
      return new Lease(vim, what, lease, info);
    } catch (CancelledException e) {
      // A machine that is made after the lease on it was aborted would stay.
      try {
        vim.awaitUnwanted(what, lease, List.of("state"), Lease::isBegun);
      } catch (IOException notBegun) {
        e.addSuppressed(notBegun);
      }
      abort(vim, what, lease, e);
      throw e;
    } catch (IOException | RuntimeException e) {
      abort(vim, what, lease, e);
      throw e;
    }
  }

  private static boolean isBegun(Found lease) {
    return lease.value("state", HttpNfcLeaseState.class) != HttpNfcLeaseState.initializing;
  }

  /** The machine that the lease is on. */
  ManagedObjectReference machine() {
    return info.getEntity();
  }

  /**
   * The address of one of the machine's disks.
   *
   * @param number from 0, in the order of the machine's devices
   */
  HttpNfcLeaseDeviceUrl disk(int number) throws StorageException {
    HttpNfcLeaseDeviceUrl[] urls = info.getDeviceUrl();
    return Arrays.stream(urls == null ? new HttpNfcLeaseDeviceUrl[0] : urls)
        .filter(url -> Boolean.TRUE.equals(url.getDisk()))
        .skip(number)
        .findFirst()
        .orElseThrow(
            () ->
                new StorageException(
                    CommonError.TRANSFER,
                    what + ": the lease gives no address for disk " + number,
                    ""));
  }

  void progress(int percent) {
    heartbeat.percent(percent);
  }

  /**
   * Compares what went through an address with what the host says of it in the lease's manifest.
   *
   * @return whether it says anything
   * @throws StorageException {@code integrity} when it says otherwise
   */
  boolean agrees(HttpNfcLeaseDeviceUrl url, MeasuredInput content) throws IOException {
    HttpNfcLeaseManifestEntry[] manifest =
        alive(() -> vim.call(what, stub -> stub.httpNfcLeaseGetManifest(lease)));
    for (HttpNfcLeaseManifestEntry entry :
        manifest == null ? new HttpNfcLeaseManifestEntry[0] : manifest) {
      if (entry.getKey() != null && entry.getKey().equals(url.getKey())) {
        String sha1 = HexFormat.of().formatHex(content.sha1());
        if (entry.getSize() != content.bytes() || !sha1.equalsIgnoreCase(entry.getSha1())) {
          throw new StorageException(
              CommonError.INTEGRITY,
              "%s: %d bytes with SHA-1 %s went through here, %d with %s through the host"
                  .formatted(what, content.bytes(), sha1, entry.getSize(), entry.getSha1()),
              "Run the command again; if it recurs, look for a proxy or a fault on the way.");
        }
        return true;
      }
    }
    return false;
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
    vim.removing(
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
