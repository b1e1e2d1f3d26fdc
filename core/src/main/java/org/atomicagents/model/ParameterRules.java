package org.atomicagents.model;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * How a model family deviates from the protocol's standard request parameters.
 *
 * <p>Names are those of the wire format. Immutable.
 *
 * @param unsupported the parameters that are not sent, because the models reject them with an error
 * @param renamed the parameters with another name: standard name to the family's name
 * @param systemRole the name of the system role
 */
public record ParameterRules(
    Set<String> unsupported, Map<String, String> renamed, String systemRole) {

  /** The rules of a family that accepts all parameters under their standard names. */
  public static final ParameterRules STANDARD = new ParameterRules(Set.of(), Map.of(), "system");

  public ParameterRules {
    unsupported = Set.copyOf(unsupported);
    renamed = Map.copyOf(renamed);
    Objects.requireNonNull(systemRole, "systemRole");
  }

  /** Returns whether the family accepts a parameter. */
  public boolean accepts(String parameter) {
    return !unsupported.contains(parameter);
  }

  /** Returns the family's name of a parameter. */
  public String nameOf(String parameter) {
    return renamed.getOrDefault(parameter, parameter);
  }

  /** Returns a copy with another name of the system role. */
  public ParameterRules withSystemRole(String role) {
    return new ParameterRules(unsupported, renamed, role);
  }
}
