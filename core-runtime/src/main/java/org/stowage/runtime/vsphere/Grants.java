package org.stowage.runtime.vsphere;

import com.vmware.vim25.AuthorizationRole;
import com.vmware.vim25.EntityPrivilege;
import com.vmware.vim25.ManagedObjectReference;
import com.vmware.vim25.PrivilegeAvailability;
import com.vmware.vim25.UserSession;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.stowage.api.StorageException;
import org.stowage.runtime.vsphere.fault.VsphereFaultException;

/**
 * What the account of a session may do with objects, in a number of calls that does not grow with
 * theirs: asked of the server (HasPrivilegeOnEntities, API 5.5); of one that does not answer that,
 * worked out from the roles that the account has on the objects.
 */
final class Grants {

  private final Vim vim;
  private final UserSession session;

  Grants(Vim vim, UserSession session) {
    this.vim = vim;
    this.session = session;
  }

  /**
   * @param objects of one type
   * @param privileges those that are of interest
   */
  Map<ManagedObjectReference, Set<String>> on(
      List<ManagedObjectReference> objects, Collection<String> privileges) throws StorageException {
    if (objects.isEmpty()) {
      return Map.of();
    }
    try {
      return asked(objects, privileges);
    } catch (VsphereFaultException e) {
      return fromRoles(objects);
    }
  }

  private Map<ManagedObjectReference, Set<String>> asked(
      List<ManagedObjectReference> objects, Collection<String> privileges) throws StorageException {
    EntityPrivilege[] answer =
        vim.call(
            "ask for the privileges of " + session.getUserName(),
            stub ->
                stub.hasPrivilegeOnEntities(
                    vim.content().getAuthorizationManager(),
                    objects.toArray(ManagedObjectReference[]::new),
                    session.getKey(),
                    privileges.toArray(String[]::new)));
    Map<ManagedObjectReference, Set<String>> granted = new HashMap<>();
    for (EntityPrivilege one : Properties.orNone(answer, EntityPrivilege[]::new)) {
      granted.put(
          one.getEntity(),
          Arrays.stream(Properties.orNone(one.getPrivAvailability(), PrivilegeAvailability[]::new))
              .filter(PrivilegeAvailability::isIsGranted)
              .map(PrivilegeAvailability::getPrivId)
              .collect(Collectors.toSet()));
    }
    return granted;
  }

  private Map<ManagedObjectReference, Set<String>> fromRoles(List<ManagedObjectReference> objects)
      throws StorageException {
    AuthorizationRole[] roles =
        vim.look(vim.content().getAuthorizationManager(), List.of("roleList"))
            .value("roleList", AuthorizationRole[].class);
    Map<Integer, String[]> privilegesByRole = new HashMap<>();
    for (AuthorizationRole role : Properties.orNone(roles, AuthorizationRole[]::new)) {
      privilegesByRole.put(role.getRoleId(), Properties.orNone(role.getPrivilege(), String[]::new));
    }
    Map<ManagedObjectReference, Set<String>> granted = new HashMap<>();
    for (Found object : vim.look(objects, List.of("effectiveRole"))) {
      int[] held = object.value("effectiveRole", int[].class);
      Set<String> privileges = new HashSet<>();
      for (int role : held == null ? new int[0] : held) {
        privileges.addAll(Arrays.asList(privilegesByRole.getOrDefault(role, new String[0])));
      }
      granted.put(object.reference(), privileges);
    }
    return granted;
  }
}
