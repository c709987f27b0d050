package org.stowage.runtime.vsphere.fault;

import com.vmware.vim25.LocalizableMessage;
import com.vmware.vim25.LocalizedMethodFault;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.MethodFault;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Puts a fault into words: its name, the server's message, what it is about, and its causes. */
final class FaultText {

  /** A fault may come as its own cause. */
  private static final int MOST_CAUSES = 10;

  private static final int LONGEST = 4000;

  private FaultText() {}

  /**
   * {@code NoPermission: Permission to perform this operation was denied. (object Folder:group-v3,
   * privilegeId VirtualMachine.Inventory.Create)}, and after it what caused it.
   */
  static String of(String name, @Nullable String message, @Nullable MethodFault detail) {
    StringBuilder text = new StringBuilder();
    append(text, name, message, detail);
    MethodFault fault = detail;
    for (int causes = 0; fault != null && causes < MOST_CAUSES; causes++) {
      LocalizedMethodFault cause = fault.getFaultCause();
      if (cause == null) {
        break;
      }
      fault = cause.getFault();
      text.append("; caused by ");
      append(text, nameOf(cause), cause.getLocalizedMessage(), fault);
    }
    return text.length() <= LONGEST ? text.toString() : text.substring(0, LONGEST) + "...";
  }

  /** The API's name of a fault, also of one that was read as its supertype. */
  static String nameOf(LocalizedMethodFault located) {
    MethodFault fault = located.getFault();
    if (fault == null) {
      return "a fault without name";
    }
    String name = fault.getDynamicType();
    return name == null ? fault.getClass().getSimpleName() : name;
  }

  private static void append(
      StringBuilder text, String name, @Nullable String message, @Nullable MethodFault fault) {
    text.append(name);
    if (message != null && !message.isBlank()) {
      text.append(": ").append(message.strip());
    }
    if (fault == null) {
      return;
    }
    StringJoiner details = new StringJoiner(", ", " (", ")").setEmptyValue("");
    for (Field field : fault.getClass().getFields()) {
      String value = value(field, fault);
      if (!value.isBlank()) {
        details.add(field.getName() + " " + value);
      }
    }
    text.append(details);
    if (fault.getFaultMessage() != null) {
      for (LocalizableMessage more : fault.getFaultMessage()) {
        if (more.getMessage() != null && !more.getMessage().isBlank()) {
          text.append("; ").append(more.getMessage().strip());
        }
      }
    }
  }

  /** What a fault's own field says; nothing for objects within it. */
  private static String value(Field field, MethodFault fault) {
    Class<?> owner = field.getDeclaringClass();
    if (owner == MethodFault.class
        || !MethodFault.class.isAssignableFrom(owner)
        || Modifier.isStatic(field.getModifiers())) {
      return "";
    }
    Object value;
    try {
      value = field.get(fault);
    } catch (IllegalAccessException e) {
      return "";
    }
    boolean plain =
        value instanceof String
            || value instanceof Number
            || value instanceof Enum<?>
            || value instanceof ManagedObjectReference;
    return plain ? value.toString() : "";
  }
}
