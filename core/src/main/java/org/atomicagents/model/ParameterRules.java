package org.atomicagents.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a model family deviates from the protocol's standard request parameters.
 *
 * <p>Names are those of the wire format. Immutable.
 *
 * @param unsupported the parameters that are not sent, because the models reject them with an error
 * @param renamed the parameters with another name: standard name to the family's name
 * @param systemRole the name of the system role
 * @param reasoning the rules that depend on the reasoning effort
 */
public record ParameterRules(
    Set<String> unsupported, Map<String, String> renamed, String systemRole, Reasoning reasoning) {

  /** The rules of a family that accepts all parameters under their standard names. */
  public static final ParameterRules STANDARD = new ParameterRules(Set.of(), Map.of(), "system");

  public ParameterRules {
    unsupported = Set.copyOf(unsupported);
    renamed = Map.copyOf(renamed);
    Objects.requireNonNull(systemRole, "systemRole");
    Objects.requireNonNull(reasoning, "reasoning");
  }

  /** Creates rules that do not depend on the reasoning effort. */
  public ParameterRules(Set<String> unsupported, Map<String, String> renamed, String systemRole) {
    this(unsupported, renamed, systemRole, Reasoning.UNKNOWN);
  }

  /**
   * The rules of a family that depend on the reasoning effort.
   *
   * @param supported whether the models are known to reason
   * @param efforts the accepted values of {@code reasoning_effort}, lowest first; empty if they are
   *     not known
   * @param defaultEffort the effort of a request that states none; null if it is not known
   * @param unsupported the parameters that the models reject while they reason; with the effort
   *     {@value #NO_REASONING}, they are accepted
   * @param functionTools whether the models accept function tools while they reason
   */
  public record Reasoning(
      boolean supported,
      List<String> efforts,
      @Nullable String defaultEffort,
      Set<String> unsupported,
      boolean functionTools) {

    /** The effort that turns reasoning off. */
    public static final String NO_REASONING = "none";

    /** The rules of a family of which nothing is known. */
    public static final Reasoning UNKNOWN = new Reasoning(false, List.of(), null, Set.of(), true);

    public Reasoning {
      efforts = List.copyOf(efforts);
      unsupported = Set.copyOf(unsupported);
    }

    /** Returns whether a value of {@code reasoning_effort} is accepted, as far as is known. */
    public boolean accepts(String effort) {
      return efforts.isEmpty() || efforts.contains(effort);
    }

    /**
     * Returns whether the model reasons in a request.
     *
     * @param effort the effort of the request; null for the default of the family
     */
    public boolean isActive(@Nullable String effort) {
      return supported && !NO_REASONING.equals(effort == null ? defaultEffort : effort);
    }
  }

  /** Returns whether the family accepts a parameter. */
  public boolean accepts(String parameter) {
    return !unsupported.contains(parameter);
  }

  /**
   * Returns whether the family accepts a parameter in a request.
   *
   * @param effort the effort of the request; null for the default of the family
   */
  public boolean accepts(String parameter, @Nullable String effort) {
    return accepts(parameter)
        && !(reasoning.unsupported().contains(parameter) && reasoning.isActive(effort));
  }

  /** Returns the family's name of a parameter. */
  public String nameOf(String parameter) {
    return renamed.getOrDefault(parameter, parameter);
  }

  /** Returns a copy with another name of the system role. */
  public ParameterRules withSystemRole(String role) {
    return new ParameterRules(unsupported, renamed, role, reasoning);
  }

  /** Returns a copy with other names of parameters: standard name to the family's name. */
  public ParameterRules withRenamed(Map<String, String> newNames) {
    return new ParameterRules(unsupported, newNames, systemRole, reasoning);
  }

  /** Returns a copy with other rules that depend on the reasoning effort. */
  public ParameterRules withReasoning(Reasoning newReasoning) {
    return new ParameterRules(unsupported, renamed, systemRole, newReasoning);
  }
}
