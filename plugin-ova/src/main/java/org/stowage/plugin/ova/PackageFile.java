package org.stowage.plugin.ova;

import java.io.IOException;
import java.io.InputStream;
import org.stowage.plugin.ova.error.OvaError;
import org.stowage.plugin.ova.manifest.Promises;
import org.stowage.plugin.ova.ovf.RootDisk;
import org.stowage.plugin.ova.tar.TarMember;

/** What a member is to the package, told by the end of its name. */
enum PackageFile {
  DESCRIPTOR(".ovf", RootDisk.MAX_DESCRIPTOR_BYTES),
  MANIFEST(".mf", Promises.MAX_MANIFEST_BYTES),
  CERTIFICATE(".cert", Promises.MAX_CERTIFICATE_BYTES),
  /** A disk or anything else. */
  CONTENT("", Integer.MAX_VALUE);

  private final String suffix;
  private final int maxBytes;

  PackageFile(String suffix, int maxBytes) {
    this.suffix = suffix;
    this.maxBytes = maxBytes;
  }

  static PackageFile of(TarMember member) {
    for (PackageFile role : values()) {
      if (member.isFileEndingIn(role.suffix)) {
        return role;
      }
    }
    return CONTENT;
  }

  /** Whether an archive with such a member is likely to be an OVA. */
  static boolean isOfPackage(TarMember member) {
    return of(member) != CONTENT || member.isFileEndingIn(".vmdk");
  }

  /** Whether the manifest is to list it: everything but itself and what signs it. */
  boolean isListed() {
    return this == DESCRIPTOR || this == CONTENT;
  }

  /** Reads a text member into memory, if it is not too long for that. */
  byte[] read(TarMember member, InputStream content, String archive) throws IOException {
    member.requirePlain(archive);
    if (member.sizeBytes() > maxBytes) {
      throw OvaError.damaged(
          OvaError.TEXT_TOO_LARGE,
          archive,
          "%s has %d bytes; allowed are %d"
              .formatted(OvaError.shown(member.name()), member.sizeBytes(), maxBytes));
    }
    return content.readAllBytes();
  }
}
