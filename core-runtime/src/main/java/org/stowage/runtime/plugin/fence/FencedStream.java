package org.stowage.runtime.plugin.fence;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import org.stowage.runtime.plugin.fence.Crossing.Side;

/** A stream or channel that crossed: what is done with it is done on its own side of the fence. */
sealed interface FencedStream permits FencedInput, FencedOutput, FencedChannel {

  Border border();

  /** What is on the other side. */
  Closeable own();

  /**
   * Lets a stream or channel cross; one that comes back is itself again. Channels of files, which
   * the API names as such, cross as they are: they are the JDK's, and wait for nobody.
   */
  static Object cross(PluginGuard guard, Object object, Side from) {
    if (object instanceof FencedStream fenced
        && fenced.border().guard() == guard
        && fenced.border().from() != from) {
      return fenced.own();
    }
    if (object instanceof InputStream stream) {
      return new FencedInput(stream, guard.border(stream, "InputStream", from));
    }
    if (object instanceof OutputStream stream) {
      return new FencedOutput(stream, guard.border(stream, "OutputStream", from));
    }
    return object instanceof SeekableByteChannel channel && !(channel instanceof FileChannel)
        ? new FencedChannel(channel, guard.border(channel, "SeekableByteChannel", from))
        : object;
  }
}
