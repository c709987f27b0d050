package com.example.loopfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.ephemeral.EphemeralBackend;
import org.stowage.api.ephemeral.EphemeralVolumes;
import org.stowage.api.ephemeral.InstanceDisk;
import org.stowage.api.ephemeral.VolumeUse;

/**
 * Disks of instances in files of one folder of one host. Options: {@code folder}, an absolute path,
 * and {@code devices}, which is {@code loop} for loop devices (for root), {@code file} for none,
 * where what is connected is a file, or left out for whichever of them works here.
 */
@Extension
public final class LoopfileBackend implements EphemeralBackend {

  @Override
  public String id() {
    return "loopfile";
  }

  @Override
  public String optionsTable() {
    return "loopfile";
  }

  @Override
  public String volumeName(InstanceDisk disk, VolumeUse use) throws IOException {
    if (!disk.name().matches("disk(\\.[a-z0-9]{1,16})?")) {
      throw new StorageException(
          CommonError.USAGE,
          "naming a volume for " + disk.name() + " of the instance " + disk.instance(),
          "Disks are named disk, or disk. and up to 16 small letters or digits.");
    }
    String mark = use == VolumeUse.DISK ? "" : "_" + use.name().toLowerCase(Locale.ROOT);
    return disk.instance() + "_" + disk.name() + mark;
  }

  @Override
  public EphemeralVolumes open(Map<String, Object> options) throws IOException {
    Map<String, Object> left = new TreeMap<>(options);
    Path folder = folder(left.remove("folder"));
    Devices devices = devices(left.remove("devices"), folder);
    if (!left.isEmpty()) {
      throw wrong("unknown options " + left.keySet(), "There are folder and devices.");
    }
    return new LoopfileVolumes(VolumeFolder.open(folder), devices);
  }

  private Path folder(@Nullable Object option) throws StorageException {
    // It becomes part of what libvirt is told, which is XML.
    if (option instanceof String text && text.startsWith("/") && !text.matches(".*[<>&'\"].*")) {
      return Path.of(text);
    }
    throw wrong(
        "folder is not an absolute path without quotes, < and &",
        "Set it to the folder that is to hold volumes.");
  }

  private Devices devices(@Nullable Object option, Path folder) throws IOException {
    boolean loop =
        switch (option == null ? "" : option.toString()) {
          case "loop" -> true;
          case "file" -> false;
          case "" -> LoopDevices.workHere();
          default -> throw wrong("devices is " + option, "Set it to loop or file.");
        };
    return loop ? LoopDevices.in(folder) : FileDevices.in(folder);
  }

  private StorageException wrong(String what, String remedy) {
    return new StorageException(
        CommonError.CONFIGURATION, "[" + optionsTable() + "]: " + what, remedy);
  }
}
