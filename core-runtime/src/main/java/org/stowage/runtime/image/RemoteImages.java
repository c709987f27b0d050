package org.stowage.runtime.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.stowage.api.CommonError;
import org.stowage.api.StorageException;
import org.stowage.api.Transfer;
import org.stowage.api.disk.DiskFormats;
import org.stowage.api.disk.ImageProperties;
import org.stowage.runtime.config.SourceConfig;
import org.stowage.runtime.glance.Glance;
import org.stowage.runtime.glance.GlanceImage;
import org.stowage.runtime.http.HttpAccess;
import org.stowage.runtime.http.Patience;
import org.stowage.runtime.http.RemoteImageSource;
import org.stowage.runtime.http.WebFile;
import org.stowage.runtime.tls.ServerTrust;

/** Finds images on servers. Safe for use by several threads. */
public final class RemoteImages {

  private final SourceConfig config;
  private @Nullable HttpAccess web;
  private @Nullable Glance glance;

  public RemoteImages(SourceConfig config) {
    this.config = config;
  }

  /** An image at an address that anybody may read. */
  FoundImage onTheWeb(
      String address,
      ImageProperties declared,
      DiskFormats formats,
      LongAdder bytesRead,
      Transfer transfer)
      throws IOException {
    HttpAccess access = web();
    WebFile file = WebFile.at(address, access);
    Optional<Digest> digest = Digest.declared(declared);
    RemoteImageSource source = RemoteImageSource.open(file, access.patience(), bytesRead, transfer);
    return new FoundImage(source, source, declared, () -> identity(file, source, digest), formats);
  }

  /** An image of Glance, which is cached under its id there. */
  FoundImage inGlance(
      String address,
      ImageProperties declared,
      DiskFormats formats,
      LongAdder bytesRead,
      Transfer transfer)
      throws IOException {
    String name = Glance.nameIn(address);
    GlanceImage image = glance().find(name, transfer);
    RemoteImageSource source =
        RemoteImageSource.open(glance().file(image), Patience.USUAL, bytesRead, transfer);
    return FoundImage.withId(image.id(), source, source, declared.or(image.properties()), formats);
  }

  /**
   * The image service of the cloud that the configuration names.
   *
   * @throws StorageException {@code configuration} when it names none
   */
  public synchronized Glance glance() throws IOException {
    Glance known = glance;
    if (known == null) {
      known = Glance.of(config.openstack());
      glance = known;
    }
    return known;
  }

  private synchronized HttpAccess web() throws StorageException {
    HttpAccess known = web;
    if (known == null) {
      known =
          new HttpAccess(
              ServerTrust.of(config.web()),
              Patience.USUAL,
              "Give the certificate of its authority as ca_file in the table [http] of the"
                  + " configuration. With insecure = true anybody is believed.");
      web = known;
    }
    return known;
  }

  /** A promised digest is the best identity: it is the same wherever the image lies. */
  private static String identity(WebFile file, RemoteImageSource source, Optional<Digest> digest)
      throws StorageException {
    if (digest.isPresent()) {
      return ImageIdentity.of(file.name(), List.of(digest.get().algorithm(), digest.get().hex()));
    }
    List<String> facts = new ArrayList<>(source.version());
    if (facts.isEmpty()) {
      throw new StorageException(
          CommonError.USAGE,
          file.shown()
              + " has no identity to be cached under: its server tells neither an ETag nor when it"
              + " was modified",
          "Give the image a --digest, or an identity with --image-id.");
    }
    facts.add(file.shown());
    return ImageIdentity.of(file.name(), facts);
  }
}
