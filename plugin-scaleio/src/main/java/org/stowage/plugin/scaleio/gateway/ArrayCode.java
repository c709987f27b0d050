package org.stowage.plugin.scaleio.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.stowage.api.CommonError;
import org.stowage.api.ErrorCode;
import org.stowage.plugin.scaleio.ScaleioError;

/**
 * The errors of an array that lead to something here.
 *
 * <p>Numbers up to 226 are the same in all generations, those above were moved with each; so errors
 * are known by either, their number or a part of their text. Generation 4 has numbers of its own
 * for mappings.
 */
public enum ArrayCode {
  VOLUME_ABSENT(
      CommonError.NOT_FOUND, "Look at the volume's name.", List.of(78, 79), "find the volume"),
  NOT_FOUND(CommonError.NOT_FOUND, "Look at the name.", List.of(3)),
  SDC_ABSENT(
      ScaleioError.HOST_NOT_READY,
      "Set default_sdcguid to what drv_cfg --query_guid prints on this host.",
      List.of(80),
      "find the sdc"),
  MAPPED_ALREADY(
      ScaleioError.REFUSED,
      "",
      List.of(81, 4037),
      "already mapped to this sdc",
      "already mapped to this host"),
  MAPPED_TO_ALL_ALREADY(ScaleioError.REFUSED, "", List.of(82), "already mapped to all sdcs"),
  NOT_MAPPED(
      ScaleioError.REFUSED,
      "",
      List.of(84, 4039),
      "volume is not mapped to sdc",
      "not mapped to this host"),
  MAPPED_TO_ALL(
      CommonError.NOT_ALLOWED,
      "It cannot be disconnected from one host alone: unmap it from all SDCs by hand, then map it"
          + " to those that need it.",
      List.of(86),
      "volume is mapped to all sdcs"),
  NAME_TAKEN(
      CommonError.ALREADY_EXISTS,
      "Choose another name, or delete the volume that has it.",
      List.of(99),
      "name already in use"),
  MAPPED(
      CommonError.NOT_ALLOWED,
      "Disconnect it from the hosts that use it.",
      List.of(104),
      "volume is mapped"),
  NOT_LARGER(CommonError.USAGE, "Volumes only grow.", List.of(133), "can only be increased"),
  DOMAIN_ABSENT(
      CommonError.NOT_FOUND,
      "Look at default_protection_domain_name and the flavor's disk:domain.",
      List.of(142),
      "find the protection domain"),
  POOL_ABSENT(
      CommonError.NOT_FOUND,
      "Look at default_storage_pool_name and the flavor's disk:pool, and at the protection domain"
          + " they are used with.",
      List.of(171),
      "find the storage pool"),
  BUSY(ScaleioError.UNREACHABLE, "Try again later.", List.of(68, 69, 164), "system is busy"),
  REMOVAL_IN_PROGRESS(
      ScaleioError.REFUSED,
      "Wait until the array has removed it.",
      List.of(212),
      "removal operation is currently in progress"),
  POOL_FULL(
      ScaleioError.POOL_FULL,
      "Free capacity in the pool, or use another one.",
      List.of(67, 191),
      "insufficient resources",
      "exceeds the volume allocation limit",
      "violates thick volume reservation",
      "critical capacity utilization"),
  TOO_MANY_SNAPSHOTS(
      ScaleioError.SNAPSHOT_LIMIT,
      "Delete snapshots of the volume that nobody needs.",
      List.of(181, 182),
      "too many snapshots",
      "too many volumes in the vtree"),
  NOT_PERMITTED(
      CommonError.NOT_ALLOWED,
      "Give the user of rest_server_username a role that may do this.",
      List.of(168)),
  SDC_NOT_APPROVED(
      ScaleioError.HOST_NOT_READY,
      "Approve the SDC on the array.",
      List.of(),
      "sdc is not approved"),
  TOO_MANY_SESSIONS(
      ScaleioError.UNREACHABLE,
      "End sessions of other clients.",
      List.of(),
      "maximum number of sessions"),
  /** Any other. */
  OTHER(ScaleioError.REFUSED, "Ask whoever runs the array.", List.of());

  private final ErrorCode code;
  private final String remedy;
  private final Set<Integer> numbers;
  private final List<String> texts;

  ArrayCode(ErrorCode code, String remedy, List<Integer> numbers, String... texts) {
    this.code = code;
    this.remedy = remedy;
    this.numbers = Set.copyOf(numbers);
    this.texts = Arrays.asList(texts);
  }

  ErrorCode code() {
    return code;
  }

  String remedy() {
    return remedy;
  }

  /**
   * @param number 0 when the array gave none
   */
  static ArrayCode of(int number, String message) {
    for (ArrayCode each : values()) {
      if (each.numbers.contains(number)) {
        return each;
      }
    }
    String text = message.toLowerCase(Locale.ROOT);
    for (ArrayCode each : values()) {
      for (String part : each.texts) {
        if (text.contains(part)) {
          return each;
        }
      }
    }
    return OTHER;
  }
}
