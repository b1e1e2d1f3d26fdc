package org.atomicagents.internal.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.family.ModelFamily;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;

/**
 * Reads model families: an object with a list of rows for each provider.
 *
 * <p>An unknown key is an error, since a misspelt rule would have no effect in silence.
 * Thread-safe.
 */
public final class FamilyReader {
  private static final String DEFAULT_PROTOCOL = "chat";
  private static final Set<String> RULE_KEYS =
      Set.of(
          "modes",
          "strict",
          "role",
          "refused",
          "renamed",
          "reasoning",
          "efforts",
          "default_effort",
          "refused_while_reasoning",
          "tools_while_reasoning");
  private static final Set<String> ROW_KEYS = rowKeys();

  private FamilyReader() {}

  private static Set<String> rowKeys() {
    var keys = new HashSet<>(RULE_KEYS);
    keys.addAll(List.of("models", "protocols", "source", "checked"));
    return Set.copyOf(keys);
  }

  /** Returns the families in a file. */
  public static List<ModelFamily> readFile(Path file) {
    try {
      return read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw ConfigurationException.of(
          "The file of model families %s cannot be read: %s.\nCheck the path.".formatted(file, e));
    }
  }

  /** Returns the families in a resource of the library. */
  public static List<ModelFamily> readResource(Class<?> neighbour, String name) {
    try (InputStream resource = Objects.requireNonNull(neighbour.getResourceAsStream(name), name)) {
      return read(new String(resource.readAllBytes(), StandardCharsets.UTF_8), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the families in a text. */
  public static List<ModelFamily> read(String json, String origin) {
    var families = new ArrayList<ModelFamily>();
    FamilyNode root = FamilyNode.root(json, origin);
    if (root.value() == null) {
      throw root.invalid("an object");
    }
    for (String provider : root.keys()) {
      FamilyNode rows = root.get(provider);
      for (FamilyNode row : rows.items("a list of model families")) {
        families.add(family(provider, row));
      }
    }
    return List.copyOf(families);
  }

  private static ModelFamily family(String provider, FamilyNode row) {
    row.requireKeys(ROW_KEYS);
    List<String> models = row.get("models").texts();
    if (models.isEmpty()) {
      throw row.get("models").invalid("a list of names of models");
    }
    var protocols = new LinkedHashMap<String, ModelFamily.ProtocolRules>();
    FamilyNode overrides = row.get("protocols");
    for (String name : overrides.keys()) {
      protocols.put(name, rules(row, overrides.get(name).requireKeys(RULE_KEYS)));
    }
    if (protocols.isEmpty()) {
      protocols.put(DEFAULT_PROTOCOL, rules(row, row));
    }
    return new ModelFamily(provider, models, protocols, text(row, "source"), text(row, "checked"));
  }

  private static ModelFamily.ProtocolRules rules(FamilyNode row, FamilyNode overrides) {
    var keys = new RuleKeys(row, overrides);
    var reasoning =
        new ParameterRules.Reasoning(
            keys.get("reasoning").isTrueOr(false),
            keys.get("efforts").texts(),
            keys.get("default_effort").textOr(null),
            Set.copyOf(keys.get("refused_while_reasoning").texts()),
            keys.get("tools_while_reasoning").isTrueOr(true));
    FamilyNode role = keys.get("role");
    return new ModelFamily.ProtocolRules(
        modes(keys.get("modes")),
        keys.get("strict").isTrueOr(false),
        new ParameterRules(
            Set.copyOf(keys.get("refused").texts()),
            renamed(keys.get("renamed")),
            role.value() == null ? "system" : role.text(),
            reasoning));
  }

  /** The keys of a protocol, which replace those of its row. */
  private record RuleKeys(FamilyNode row, FamilyNode overrides) {
    FamilyNode get(String key) {
      return overrides.has(key) ? overrides.get(key) : row.get(key);
    }
  }

  private static String text(FamilyNode row, String key) {
    FamilyNode value = row.get(key);
    return value.value() == null ? "" : value.text();
  }

  private static List<ResponseMode> modes(FamilyNode list) {
    var modes = new ArrayList<ResponseMode>();
    for (FamilyNode item : list.items("a list of response modes")) {
      modes.add(mode(item));
    }
    if (modes.isEmpty()) {
      throw list.invalid("a list of response modes");
    }
    return modes;
  }

  private static ResponseMode mode(FamilyNode item) {
    try {
      return ResponseMode.valueOf(item.text());
    } catch (IllegalArgumentException e) {
      throw item.invalid("one of " + Arrays.toString(ResponseMode.values()));
    }
  }

  private static Map<String, String> renamed(FamilyNode names) {
    var renamed = new LinkedHashMap<String, String>();
    for (String name : names.keys()) {
      renamed.put(name, names.get(name).text());
    }
    return renamed;
  }
}
