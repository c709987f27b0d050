package org.stowage.runtime.plugin.fence;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in one line why something was thrown. */
public final class Causes {

  private static final int MAX_DEPTH = 5;

  private Causes() {}

  /** The thrown one and its causes, outermost first, without those that only carry another. */
  public static String of(Throwable thrown) {
    return Stream.iterate(thrown, at -> at != null, Causes::next)
        .filter(at -> !(at instanceof InvocationTargetException))
        .limit(MAX_DEPTH)
        .map(Causes::safely)
        .collect(Collectors.joining(", caused by "));
  }

  private static @Nullable Throwable next(Throwable thrown) {
    return messages(thrown).stream()
        .map(Message::getCause)
        .filter(cause -> cause != null)
        .findFirst()
        .orElse(thrown.getCause());
  }

  /** A plugin's own exception may well fail to tell what it is about. */
  private static String safely(Throwable thrown) {
    try {
      return describe(thrown);
    } catch (RuntimeException | Error e) {
      return thrown.getClass().getSimpleName();
    }
  }

  private static String describe(Throwable thrown) {
    Collection<Message> messages = messages(thrown);
    if (!messages.isEmpty()) {
      return messages.stream().map(Message::getMessage).collect(Collectors.joining("; "));
    }
    String name = thrown.getClass().getSimpleName();
    String message = thrown.getMessage();
    String said = message == null ? name : name + ": " + message;
    return thrown instanceof NoClassDefFoundError
        ? said + ", which is neither in the plugin's jar nor shared with plugins"
        : said;
  }

  /** Guice gathers all that is wrong in one exception. */
  private static Collection<Message> messages(@Nullable Throwable thrown) {
    if (thrown instanceof CreationException e) {
      return e.getErrorMessages();
    }
    if (thrown instanceof ConfigurationException e) {
      return e.getErrorMessages();
    }
    if (thrown instanceof ProvisionException e) {
      return e.getErrorMessages();
    }
    return List.of();
  }
}
