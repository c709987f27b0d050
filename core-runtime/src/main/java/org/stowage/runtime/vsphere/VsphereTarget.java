package org.stowage.runtime.vsphere;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.datastore.DatastoreInfo;
import org.stowage.api.datastore.DatastorePath;
import org.stowage.api.datastore.DatastorePorts;
import org.stowage.api.datastore.DatastoreTraits;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.DiskImage;
import org.stowage.runtime.Operation;
import org.stowage.runtime.config.TargetConfig;
import org.stowage.runtime.doctor.DatastoreSurvey;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.placement.Reach;
import org.stowage.runtime.target.DiskUse;
import org.stowage.runtime.target.Instances;
import org.stowage.runtime.target.Power;
import org.stowage.runtime.target.Snapshots;
import org.stowage.runtime.target.Target;
import org.stowage.runtime.vsphere.session.Session;

/** A vCenter, or a single ESXi host, as a target. Logs in at the first use. */
public final class VsphereTarget implements Target {

  private final TargetConfig.Vsphere config;
  private final Function<String, Optional<DatastoreTraits>> traitsOfType;
  private final DiskFormats formats;
  private final Vim vim;
  private final InventoryReader reader;
  private @Nullable Inventory inventory;

  /**
   * @param traitsOfType the traits of the type that serves a type name; empty when none does
   * @param formats handed to datastore types with the ports
   */
  public VsphereTarget(
      TargetConfig.Vsphere config,
      Function<String, Optional<DatastoreTraits>> traitsOfType,
      DiskFormats formats)
      throws StorageException {
    this.config = config;
    this.traitsOfType = traitsOfType;
    this.formats = formats;
    String operationId = "stowage-" + UUID.randomUUID().toString().substring(0, 8);
    TargetConfig.Patience patience = config.patience();
    this.vim =
        new Vim(new Session(config.endpoint(), patience.apiRetries(), operationId), patience);
    this.reader = new InventoryReader(vim, config.datacenter(), config.cluster());
  }

  Vim vim() {
    return vim;
  }

  DiskFormats formats() {
    return formats;
  }

  TargetConfig.Patience patience() {
    return config.patience();
  }

  @Override
  public String name() {
    return config.name();
  }

  @Override
  public String cacheFolder() {
    return config.cacheFolder();
  }

  /** Looked at anew at each call, because the space that is free changes. */
  @Override
  public synchronized List<DatastoreInfo> datastores() throws IOException {
    Inventory now = reader.read();
    inventory = now;
    return now.datastores().values().stream().map(VsphereDatastore::info).toList();
  }

  private synchronized Inventory inventory() throws IOException {
    Inventory known = inventory;
    if (known == null) {
      known = reader.read();
      inventory = known;
    }
    return known;
  }

  @Override
  public DatastorePorts ports(String datastore) throws IOException {
    return portsTo(datastore);
  }

  VspherePorts portsTo(String datastore) throws IOException {
    Inventory known = inventory();
    VsphereDatastore found = known.datastore(datastore);
    DatastoreTraits traits =
        traitsOfType
            .apply(found.info().typeName())
            .orElseThrow(
                () ->
                    new StorageException(
                        CommonError.NOT_FOUND,
                        "no plugin serves type %s of datastore %s"
                            .formatted(found.info().typeName(), datastore),
                        "Install the plugin for it."));
    return new VspherePorts(this, found, known.place(), traits);
  }

  VsphereDatastore datastore(String name) throws IOException {
    return inventory().datastore(name);
  }

  Place place() throws IOException {
    return inventory().place();
  }

  /** By their descriptors' first bytes, all at once: no call of the API is made. */
  @Override
  public Set<DatastorePath> existing(Collection<DatastorePath> disks) throws IOException {
    FolderTransfers folder =
        new FolderTransfers(vim.connection(), place(), patience().imageTransfer());
    Set<DatastorePath> found = ConcurrentHashMap.newKeySet();
    Parallel.forEach(
        disks,
        disk -> {
          try (InputStream descriptor = folder.get(disk)) {
            if (descriptor.read() >= 0) {
              found.add(disk);
            }
          } catch (StorageException e) {
            if (!e.code().equals(CommonError.NOT_FOUND)) {
              throw e;
            }
          }
        });
    return found;
  }

  @Override
  public boolean copiesOnServer() {
    return true;
  }

  @Override
  public Reach reach(Collection<String> datastores) throws IOException {
    Inventory known = inventory();
    List<VsphereDatastore> asked = new ArrayList<>();
    for (String name : datastores) {
      asked.add(known.datastore(name));
    }
    return asked.isEmpty() ? Reach.EVERYWHERE : Hosts.reach(vim, known.place(), asked);
  }

  @Override
  public void removeRemains(DatastorePath staging) throws IOException {
    ShadowVm.removeLeft(this, staging);
    MachineSnapshot.removeLeft(this, staging);
  }

  @Override
  public void sweep(String datastore) throws IOException {
    new DatastoreClaims(this).sweep(datastore);
    LeftMachines.remove(this, datastore);
  }

  /** Costs no call of the API. A server makes the folders that are missing. */
  @Override
  public void write(DatastorePath file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    portsTo(file.datastore())
        .folder()
        .put(
            file,
            new ByteArrayInputStream(bytes),
            bytes.length,
            Operation.unwatched("write " + file));
  }

  @Override
  public DiskImage open(DatastorePath disk, Transfer transfer) throws IOException {
    return new LentDisk(this, disk).open(transfer);
  }

  @Override
  public Optional<Instant> modified(DatastorePath path) throws IOException {
    return portsTo(path.datastore()).files().modified(path);
  }

  @Override
  public List<DiskUse> diskUses() throws IOException {
    return new VsphereDiskUses(vim, patience().poll()).all();
  }

  @Override
  public Instances instances() {
    return new VsphereInstances(this);
  }

  @Override
  public Optional<Power> power() {
    return Optional.of(new VspherePower(vim));
  }

  @Override
  public Optional<Snapshots> snapshots() {
    return Optional.of(new VsphereSnapshots(this));
  }

  @Override
  public Claim claim(DatastorePath path, Transfer transfer) throws IOException {
    return new DatastoreClaims(this).claim(path, transfer);
  }

  @Override
  public Optional<Claim> tryClaim(DatastorePath path) throws IOException {
    return new DatastoreClaims(this).tryClaim(path);
  }

  @Override
  public List<Finding> examine(DatastoreSurvey survey) {
    return new VsphereExamination(config, vim, reader, traitsOfType).of(survey);
  }

  @Override
  public String display(DatastorePath path) {
    return path.toString();
  }

  @Override
  public void close() {
    vim.close();
  }
}
