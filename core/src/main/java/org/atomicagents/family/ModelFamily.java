package org.atomicagents.family;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;

/**
 * The models of a provider that accept the same requests, with the rules of each protocol.
 *
 * <p>Immutable.
 *
 * @param provider the identifier of the provider, such as {@code openai}
 * @param models the names of the models; a name that ends in {@code *} covers every model whose
 *     name begins with the text before it
 * @param protocols the accepted modes and parameters, by the name of the protocol, such as {@code
 *     chat} or {@code responses}; the preferred one first; never empty
 * @param source the URL of the document that states the data
 * @param checked the date at which the document was read; empty if unknown
 */
public record ModelFamily(
    String provider,
    List<String> models,
    SequencedMap<String, ProtocolRules> protocols,
    String source,
    String checked) {

  /**
   * The modes and parameters that the models of a family accept in one protocol.
   *
   * @param modes the response modes in order of preference; never empty
   * @param strictSchemas whether schemas are sent in their strict form in {@link
   *     ResponseMode#JSON_SCHEMA}
   * @param parameters the rules of the request parameters
   */
  public record ProtocolRules(
      List<ResponseMode> modes, boolean strictSchemas, ParameterRules parameters) {
    public ProtocolRules {
      modes = List.copyOf(modes);
      Objects.requireNonNull(parameters, "parameters");
      if (modes.isEmpty()) {
        throw new IllegalArgumentException(
            "modes: expected at least one response mode, found none");
      }
    }
  }

  /**
   * Creates a family.
   *
   * @throws IllegalArgumentException if there is no model or no protocol
   */
  public ModelFamily {
    Objects.requireNonNull(provider, "provider");
    models = List.copyOf(models);
    protocols = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(protocols));
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(checked, "checked");
    requireNotEmpty("models", models.size());
    requireNotEmpty("protocols", protocols.size());
  }

  /** Returns whether a model belongs to this family. */
  public boolean covers(String model) {
    Objects.requireNonNull(model, "model");
    for (String pattern : models) {
      boolean matches =
          pattern.endsWith("*")
              ? model.startsWith(pattern.substring(0, pattern.length() - 1))
              : model.equals(pattern);
      if (matches) {
        return true;
      }
    }
    return false;
  }

  /** Returns the name of the protocol in which the models accept most. */
  public String preferredProtocol() {
    return protocols.firstEntry().getKey();
  }

  /**
   * Returns the rules of a protocol; the rules of the preferred one if this family does not list
   * the protocol.
   */
  public ProtocolRules rules(String protocol) {
    ProtocolRules rules = protocols.get(protocol);
    return rules == null ? preferredRules() : rules;
  }

  /** Returns the rules of the preferred protocol. */
  public ProtocolRules preferredRules() {
    return protocols.firstEntry().getValue();
  }

  private static void requireNotEmpty(String name, int size) {
    if (size == 0) {
      throw new IllegalArgumentException(name + ": expected at least one, found none");
    }
  }

  @Override
  public String toString() {
    return "ModelFamily[" + provider + " " + models + "]";
  }
}
