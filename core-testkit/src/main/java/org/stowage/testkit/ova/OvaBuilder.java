package org.stowage.testkit.ova;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes OVAs. Members stand in the order of the calls; a manifest may stand anywhere and lists all
 * members but itself and certificates.
 */
public final class OvaBuilder {

  private record Member(String name, byte[] content) {}

  private final List<Member> members = new ArrayList<>();
  private String manifestName = "";
  private String manifestAlgorithm = "";

  /** Adds any member. */
  public OvaBuilder member(String name, byte[] content) {
    members.add(new Member(name, content));
    return this;
  }

  /** Adds a member with text, such as a descriptor. */
  public OvaBuilder member(String name, String text) {
    return member(name, text.getBytes(UTF_8));
  }

  /**
   * Adds a manifest here.
   *
   * @param algorithm {@code SHA1}, {@code SHA256} or {@code SHA512}
   */
  public OvaBuilder manifest(String name, String algorithm) {
    manifestName = name;
    manifestAlgorithm = algorithm;
    return member(name, "");
  }

  /** The manifest's text, of the members up to now. */
  public String manifestText() {
    StringBuilder text = new StringBuilder();
    for (Member member : members) {
      if (!member.name().equals(manifestName) && !member.name().endsWith(".cert")) {
        text.append(
            "%s(%s)= %s\n"
                .formatted(
                    manifestAlgorithm, member.name(), digest(manifestAlgorithm, member.content())));
      }
    }
    return text.toString();
  }

  /** The members, still to be changed by a test. */
  public TarBuilder tar() {
    TarBuilder tar = new TarBuilder();
    for (Member member : members) {
      boolean manifest = member.name().equals(manifestName);
      tar.file(member.name(), manifest ? manifestText().getBytes(UTF_8) : member.content());
    }
    return tar;
  }

  /** The archive. */
  public byte[] bytes() {
    return tar().bytes();
  }

  /** Writes the archive to a file. */
  public Path writeTo(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  /** A digest in hex, lower case. */
  public static String digest(String algorithm, byte[] content) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm.replace("SHA", "SHA-"));
      return HexFormat.of().formatHex(digest.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("no such digest: " + algorithm, e);
    }
  }
}
