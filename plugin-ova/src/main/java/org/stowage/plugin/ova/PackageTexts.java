package org.stowage.plugin.ova;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stowage.api.DiskFormatException;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.manifest.DigestAlgorithm;
import org.stowage.plugin.ova.manifest.Digests;
import org.stowage.plugin.ova.manifest.Manifest;
import org.stowage.plugin.ova.manifest.Promises;
import org.stowage.plugin.ova.ovf.RootDisk;
import org.stowage.plugin.ova.tar.TarMember;

/** The members that are read into memory, as they turn up: descriptor, manifests, certificates. */
final class PackageTexts {

  private final String archive;
  private final Promises promises;
  private @Nullable TarMember descriptor;
  private Map<DigestAlgorithm, String> descriptorDigests = Map.of();
  private @Nullable RootDisk rootDisk;

  PackageTexts(String archive) {
    this.archive = archive;
    this.promises = new Promises(archive);
  }

  Promises promises() {
    return promises;
  }

  Manifest manifest() {
    return promises.manifest();
  }

  /** The root disk; empty until the descriptor was taken. */
  Optional<RootDisk> rootDisk() {
    return Optional.ofNullable(rootDisk);
  }

  Optional<TarMember> descriptor() {
    return Optional.ofNullable(descriptor);
  }

  /**
   * Reads a member.
   *
   * @param content of the member, from its first byte
   */
  void take(TarMember member, InputStream content) throws IOException {
    switch (PackageFile.of(member)) {
      case DESCRIPTOR -> describe(member, content);
      case MANIFEST -> promises.addManifest(member.name(), read(member, content));
      case CERTIFICATE -> promises.addCertificate(member.name(), read(member, content));
      case CONTENT -> throw new IllegalArgumentException("not to be read whole: " + member);
    }
  }

  private byte[] read(TarMember member, InputStream content) throws IOException {
    return PackageFile.of(member).read(member, content, archive);
  }

  private void describe(TarMember member, InputStream content) throws IOException {
    if (descriptor != null) {
      throw OvaError.damaged(
          OvaError.SEVERAL_DESCRIPTORS,
          archive,
          "it has the descriptors %s and %s; some tools take the first, others the last"
              .formatted(OvaError.shown(descriptor.name()), OvaError.shown(member.name())));
    }
    descriptor = member;
    byte[] document = read(member, content);
    descriptorDigests = Digests.of(document, EnumSet.allOf(DigestAlgorithm.class));
    checkDescriptor();
    rootDisk = RootDisk.find(document, member.folder(), member.name() + " in " + archive);
  }

  /** Compares the descriptor with the manifest, as far as that was taken. */
  void checkDescriptor() throws DiskFormatException {
    if (descriptor != null) {
      manifest().check(descriptor.name(), descriptorDigests, archive);
    }
  }

  /** That the archive has ended without a descriptor. */
  DiskFormatException noDescriptor() {
    return OvaError.refused(
        OvaError.NO_DESCRIPTOR,
        archive,
        "no member of this tar archive is an OVF descriptor (.ovf), so it is no OVA",
        "Give an OVA, or unpack the archive and give the disk itself.");
  }
}
