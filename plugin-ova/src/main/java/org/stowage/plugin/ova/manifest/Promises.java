package org.stowage.plugin.ova.manifest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.stowage.api.DiskFormatException;
import org.stowage.api.disk.Problem;
import org.stowage.plugin.ova.error.OvaError;

/** What a package promises of its members: its manifest files, and the certificates over them. */
public final class Promises {

  /** Room for a line for each of the most members that are read. */
  public static final int MAX_MANIFEST_BYTES = 4 << 20;

  /** A chain of certificates has some 10 KiB. */
  public static final int MAX_CERTIFICATE_BYTES = 1 << 20;

  private final String archive;
  private final Manifest manifest = new Manifest();
  private final Map<String, byte[]> manifestFiles = new LinkedHashMap<>();
  private final Map<String, Certificate> certificates = new LinkedHashMap<>();

  /**
   * @param archive its name, for messages
   */
  public Promises(String archive) {
    this.archive = archive;
  }

  public Manifest manifest() {
    return manifest;
  }

  /** Whether a manifest file was added, even if it promises nothing. */
  public boolean hasManifest() {
    return !manifestFiles.isEmpty();
  }

  /**
   * Adds a manifest file.
   *
   * @param member its name in the archive
   */
  public void addManifest(String member, byte[] bytes) throws DiskFormatException {
    manifestFiles.put(member, bytes);
    manifest.add(bytes, folder(member), member + " in " + archive);
  }

  /**
   * Adds a certificate file.
   *
   * @param member its name in the archive
   */
  public void addCertificate(String member, byte[] bytes) {
    certificates.put(member, Certificate.parse(bytes, member + " in " + archive));
  }

  /**
   * Checks the certificates, now that all files are there, and tells what is odd about them and the
   * manifests.
   */
  public List<Problem> check() throws DiskFormatException {
    if (manifestFiles.isEmpty() && !certificates.isEmpty()) {
      throw OvaError.damaged(
          OvaError.LONE_CERTIFICATE,
          archive,
          "it has the certificate %s, but no manifest that it could sign"
              .formatted(OvaError.shown(certificates.keySet().iterator().next())));
    }
    List<Problem> problems = new ArrayList<>(manifest.problems());
    for (Map.Entry<String, Certificate> certificate : certificates.entrySet()) {
      problems.add(certificate.getValue().check(signedBy(certificate)));
    }
    return problems;
  }

  /** The manifest of that name, else the only or first one. */
  private byte[] signedBy(Map.Entry<String, Certificate> certificate) {
    byte[] first = manifestFiles.values().iterator().next();
    return certificate
        .getValue()
        .manifestName()
        .map(name -> manifestFiles.get(folder(certificate.getKey()) + name))
        .orElse(first);
  }

  private static String folder(String member) {
    return member.substring(0, member.lastIndexOf('/') + 1);
  }
}
