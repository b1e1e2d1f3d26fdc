package org.atomicagents.family;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.Lazy;
import org.atomicagents.internal.catalog.FamilyReader;

/**
 * The model families of the providers; the first family that covers a model applies.
 *
 * {@snippet :
 * ModelFamilies ours = ModelFamilies.builtIn().withOverrides(ModelFamilies.load(file));
 * Model model = OpenAi.builder().apiKey(key).families(ours).build().model("gpt-7");
 * }
 *
 * <p>The built-in families are a file in the library, {@code families.json}, with the source of
 * each row. An application can place rows of its own before them, from a file of the same layout:
 * an object with a list of rows for each provider.
 *
 * <pre>{@code
 * {"openai": [
 *   {"models": ["gpt-7*"], "modes": ["JSON_SCHEMA", "TOOL_CALL", "PROMPTED_JSON"], "strict": true,
 *    "role": "developer", "reasoning": true, "efforts": ["low", "medium", "high"],
 *    "refused": ["temperature", "top_p"],
 *    "protocols": {"responses": {}, "chat": {"tools_while_reasoning": false}},
 *    "source": "https://..."}]}
 * }</pre>
 *
 * <p>The keys of a row are those of its protocols, too, where they replace the row's:
 *
 * <ul>
 *   <li>{@code modes}: the names of {@link org.atomicagents.model.ResponseMode}s, best first
 *   <li>{@code strict}: whether schemas are sent in their strict form; default: false
 *   <li>{@code role}: the role of system messages; default: {@code system}
 *   <li>{@code refused}: the parameters that are never accepted
 *   <li>{@code renamed}: the parameters with another name
 *   <li>{@code reasoning}: whether the models reason; default: false
 *   <li>{@code efforts}, {@code default_effort}: the accepted reasoning efforts
 *   <li>{@code refused_while_reasoning}: the parameters that are accepted with the effort {@code
 *       none} only
 *   <li>{@code tools_while_reasoning}: whether function tools are accepted with other efforts than
 *       {@code none}; default: true
 * </ul>
 *
 * <p>A row without {@code protocols} has the protocol {@code chat}. Immutable and thread-safe; a
 * file is read at its first use.
 */
public final class ModelFamilies {
  private static final String RESOURCE = "families.json";
  private static final ModelFamilies BUILT_IN =
      new ModelFamilies(new Lazy<>(() -> FamilyReader.readResource(ModelFamilies.class, RESOURCE)));
  private static final ModelFamilies EMPTY = of(List.of());

  private final Lazy<List<ModelFamily>> families;

  private ModelFamilies(Lazy<List<ModelFamily>> families) {
    this.families = families;
  }

  /** Returns the families in the library. */
  public static ModelFamilies builtIn() {
    return BUILT_IN;
  }

  /** Returns no families. */
  public static ModelFamilies empty() {
    return EMPTY;
  }

  /** Returns a list of families; the first one that covers a model applies. */
  public static ModelFamilies of(List<ModelFamily> families) {
    List<ModelFamily> copy = List.copyOf(families);
    return new ModelFamilies(new Lazy<>(() -> copy));
  }

  /**
   * Returns the families in a file, which is read now.
   *
   * @throws ConfigurationException if the file cannot be read, or a row is invalid
   */
  public static ModelFamilies load(Path file) {
    return of(FamilyReader.readFile(file));
  }

  /**
   * Returns the families in a text.
   *
   * @param origin the name of the text, for messages
   * @throws ConfigurationException if a row is invalid
   */
  public static ModelFamilies parse(String json, String origin) {
    return of(FamilyReader.read(json, origin));
  }

  /** Returns a copy with other families before these, so that they apply first. */
  public ModelFamilies withOverrides(ModelFamilies overrides) {
    return new ModelFamilies(
        new Lazy<>(() -> {
          var all = new ArrayList<>(overrides.families.get());
          all.addAll(families.get());
          return List.copyOf(all);
        }));
  }

  /** Returns the first family of a provider that covers a model; empty if there is none. */
  public Optional<ModelFamily> find(String provider, String model) {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(model, "model");
    for (ModelFamily family : families.get()) {
      if (family.provider().equals(provider) && family.covers(model)) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  /** Returns the families of a provider, in the order in which they apply. */
  public List<ModelFamily> ofProvider(String provider) {
    return families.get().stream().filter(row -> row.provider().equals(provider)).toList();
  }

  /** Returns all families, in the order in which they apply. */
  public List<ModelFamily> families() {
    return families.get();
  }
}
