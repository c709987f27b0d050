package org.stowage.runtime.plugin;

import java.util.List;
import org.stowage.api.ErrorCode;
import org.stowage.api.ErrorKind;
import org.stowage.api.ExitStatus;

/** Why a jar in the plugins folder is not in use. Numbers 5000 to 5049. */
public final class PluginError {

  /** No jar at all: unreadable, truncated, something else under that name. */
  public static final ErrorCode NOT_A_JAR = code(5001, "plugin-not-a-jar");

  /** The manifest lacks an entry, or has one that cannot be understood. */
  public static final ErrorCode MANIFEST = code(5002, "plugin-manifest");

  /** The jar holds classes that plugins share with the runtime. */
  public static final ErrorCode BUNDLES_SHARED_CLASSES =
      code(5003, "plugin-bundles-shared-classes");

  /** The jar is made for another version of the API. */
  public static final ErrorCode OTHER_API_VERSION = code(5004, "plugin-other-api-version");

  /** The jar counts on classes outside of it: another plugin, a nested jar, a Class-Path. */
  public static final ErrorCode NOT_SELF_CONTAINED = code(5005, "plugin-not-self-contained");

  /** The extension index is missing or empty. */
  public static final ErrorCode NO_EXTENSIONS = code(5006, "plugin-no-extensions");

  /** The jar names a class that it does not hold. */
  public static final ErrorCode MISSING_CLASS = code(5007, "plugin-missing-class");

  /** Several jars have the same plugin id. */
  public static final ErrorCode DUPLICATE_ID = code(5008, "plugin-duplicate-id");

  /** Several plugins offer an extension of the same name. */
  public static final ErrorCode DUPLICATE_EXTENSION = code(5009, "plugin-duplicate-extension");

  /** The plugin's own class cannot be made, or its start failed. */
  public static final ErrorCode START = code(5010, "plugin-start");

  /** The plugin's Guice modules cannot be found, made or wired. */
  public static final ErrorCode WIRING = code(5011, "plugin-wiring");

  /** A class in the extension index cannot be made, or is no extension. */
  public static final ErrorCode EXTENSION = code(5012, "plugin-extension");

  /** The plugin made threads and left them running when it was stopped. */
  public static final ErrorCode LEFT_THREADS = code(5013, "plugin-left-threads");

  /** The plugins are locked, and this jar is not one of them. */
  public static final ErrorCode NOT_LISTED = code(5014, "plugin-not-listed");

  /** The plugins are locked, and this jar is not what it was. */
  public static final ErrorCode CHANGED = code(5015, "plugin-changed");

  /** Only signed plugins may run, and this jar is not signed by anybody who is trusted. */
  public static final ErrorCode NOT_SIGNED = code(5016, "plugin-not-signed");

  /** The list of plugins that may run cannot be understood. */
  public static final ErrorCode LOCK = code(5017, "plugin-lock");

  /** The list of plugins that may run names a jar that is not there. */
  public static final ErrorCode MISSING = code(5018, "plugin-missing");

  /**
   * What a jar is refused for that may be somebody's doing rather than a mistake. No set: the first
   * hash of a record takes 15 ms of a start.
   */
  static final List<ErrorCode> DISTRUST = List.of(NOT_LISTED, CHANGED, NOT_SIGNED);

  private PluginError() {}

  private static ErrorCode code(int number, String name) {
    return new ErrorCode(number, name, ErrorKind.INTERNAL, ExitStatus.PLUGIN_FAULT);
  }
}
