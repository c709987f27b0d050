package org.stowage.runtime.vsphere.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.stowage.runtime.doctor.Finding;
import org.stowage.runtime.doctor.NameList;
import org.stowage.runtime.vsphere.fault.VsphereError;

/** Whether an account may do what commands do. */
public final class PrivilegeCheck {

  public static final String NAME = "privileges";

  private PrivilegeCheck() {}

  /**
   * What an account may do with an object.
   *
   * @param object as people call it: {@code "the VM folder"}, the name of a datastore
   * @param granted names of privileges in the API; more than are needed do no harm
   */
  public record Grant(String object, List<Privilege> needed, Set<String> granted) {

    private List<Privilege> missing() {
      return needed.stream().filter(one -> !granted.contains(one.id())).toList();
    }
  }

  /** One finding for all objects on which the same is missing. */
  public static List<Finding> of(String user, List<Grant> grants) {
    if (grants.stream().allMatch(grant -> grant.missing().isEmpty())) {
      return List.of(Finding.ok(NAME, user, "all that are needed, on " + names(grants)));
    }
    List<Finding> findings = new ArrayList<>();
    if (grants.stream().allMatch(grant -> grant.missing().equals(grant.needed()))) {
      findings.add(
          Finding.failed(
              NAME,
              user,
              VsphereError.NO_PERMISSION,
              "a read-only account: it has none of the privileges to change anything",
              "Give it a role with the privileges that are told below, or log in as somebody else."));
    }
    Map<List<Privilege>, List<Grant>> byMissing = new LinkedHashMap<>();
    for (Grant grant : grants) {
      if (!grant.missing().isEmpty()) {
        byMissing.computeIfAbsent(grant.missing(), missing -> new ArrayList<>()).add(grant);
      }
    }
    byMissing.forEach((missing, objects) -> findings.add(finding(user, missing, objects)));
    return findings;
  }

  private static Finding finding(String user, List<Privilege> missing, List<Grant> grants) {
    String subject = grants.size() == 1 ? grants.get(0).object() : grants.size() + " datastores";
    String observed =
        user
            + " lacks "
            + missing.stream()
                .map(one -> one.id() + " (" + String.join(", ", one.commands()) + ")")
                .collect(Collectors.joining(", "));
    String remedy =
        "Give %s a role with these privileges on %s; the commands in brackets fail without."
            .formatted(user, names(grants));
    return missing.stream().anyMatch(Privilege::essential)
        ? Finding.failed(NAME, subject, VsphereError.NO_PERMISSION, observed, remedy)
        : Finding.warning(NAME, subject, observed, remedy);
  }

  private static String names(List<Grant> grants) {
    return NameList.of(grants.stream().map(Grant::object).toList());
  }
}
