package org.atomicagents.model;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a family of models wants otherwise than its protocol's usual parameters.
 *
 * <p>Names are those of the wire. Immutable.
 *
 * @param refused parameters that are left out because the family answers them with an error
 * @param renamed parameters that the family knows under another name
 * @param systemRole what the system role is called
 */
public record ParameterRules(Set<String> refused, Map<String, String> renamed, String systemRole) {

  /** Every parameter under its usual name. */
  public static final ParameterRules STANDARD = new ParameterRules(Set.of(), Map.of(), "system");

  public ParameterRules {
    refused = Set.copyOf(refused);
    renamed = Map.copyOf(renamed);
    Objects.requireNonNull(systemRole, "systemRole");
  }

  /** Whether the family takes this parameter. */
  public boolean accepts(String parameter) {
    return !refused.contains(parameter);
  }

  /** What the family calls this parameter. */
  public String nameOf(String parameter) {
    return renamed.getOrDefault(parameter, parameter);
  }

  /** These rules with another name for the system role. */
  public ParameterRules withSystemRole(String role) {
    return new ParameterRules(refused, renamed, role);
  }
}
