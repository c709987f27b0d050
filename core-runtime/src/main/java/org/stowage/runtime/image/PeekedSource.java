package org.stowage.runtime.image;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.stowage.api.disk.ImageHead;
import org.stowage.api.disk.ImageProperties;
import org.stowage.api.disk.ImageSource;

/**
 * A source whose first bytes have been looked at, and that reads as if they had not: what was taken
 * from a stream that can be read once is given again.
 */
final class PeekedSource implements ImageSource, Closeable {

  private final ImageSource source;
  private final byte[] head;

  /** The stream after the head, until somebody opens it. */
  private final AtomicReference<@Nullable InputStream> rest;

  private PeekedSource(ImageSource source, byte[] head, @Nullable InputStream rest) {
    this.source = source;
    this.head = head;
    this.rest = new AtomicReference<>(rest);
  }

  /** Reads the head. The caller closes, once the image is open no longer. */
  static PeekedSource of(ImageSource source) throws IOException {
    Optional<SeekableByteChannel> channel = source.openChannel();
    if (channel.isPresent()) {
      try (InputStream stream = Channels.newInputStream(channel.get())) {
        return new PeekedSource(source, stream.readNBytes(ImageHead.MAX_BYTES), null);
      }
    }
    InputStream stream = source.open();
    boolean kept = false;
    try {
      byte[] head = stream.readNBytes(ImageHead.MAX_BYTES);
      kept = !source.repeatable();
      return new PeekedSource(source, head, kept ? stream : null);
    } finally {
      if (!kept) {
        stream.close();
      }
    }
  }

  ImageHead head(ImageProperties declared) {
    return new ImageHead(
        source.name(), ByteBuffer.wrap(head), source.lengthBytes().orElse(-1), declared);
  }

  @Override
  public InputStream open() throws IOException {
    InputStream opened = rest.getAndSet(null);
    return opened == null
        ? source.open()
        : new SequenceInputStream(new ByteArrayInputStream(head), opened);
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public OptionalLong lengthBytes() {
    return source.lengthBytes();
  }

  @Override
  public boolean repeatable() {
    return source.repeatable();
  }

  @Override
  public Optional<SeekableByteChannel> openChannel() throws IOException {
    return source.openChannel();
  }

  @Override
  public ImageSource resolve(String reference) throws IOException {
    return source.resolve(reference);
  }

  @Override
  public Object identity() {
    return source.identity();
  }

  @Override
  public String toString() {
    return source.toString();
  }

  /** Closes what nobody has opened. Idempotent. */
  @Override
  public void close() throws IOException {
    InputStream unopened = rest.getAndSet(null);
    if (unopened != null) {
      unopened.close();
    }
  }
}
