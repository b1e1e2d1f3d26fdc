package org.atomicagents.internal.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ResponseMode;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads the profiles of models in the layout of {@code https://models.dev/api.json}: objects of
 * providers that contain objects of models.
 *
 * <p>Unknown keys of a model are ignored; in its limits and prices, where a misspelt key would
 * change a cost in silence, they are errors. Thread-safe.
 */
public final class CatalogReader {
  private static final Set<String> LIMITS = Set.of("context", "input", "output");

  /** The message of an invalid text contains the text. */
  private static final int MAX_MESSAGE = 200;

  private CatalogReader() {}

  /** Returns the profiles in a file. */
  public static List<ModelProfile> readFile(Path file) {
    try {
      return read(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw ConfigurationException.of(
          "The catalog of models %s cannot be read: %s.\nCheck the path.".formatted(file, e));
    }
  }

  /** Returns the profiles in a resource of the library. */
  public static List<ModelProfile> readResource(Class<?> neighbour, String name) {
    try (InputStream resource = Objects.requireNonNull(neighbour.getResourceAsStream(name), name)) {
      return read(new String(resource.readAllBytes(), StandardCharsets.UTF_8), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the profiles in a text. */
  public static List<ModelProfile> read(String json, String origin) {
    var root = new CatalogNode(tree(json, origin), origin + ": ");
    var profiles = new ArrayList<ModelProfile>();
    root.forEachProperty((provider, value) -> {
      if (value.isObject() && value.has("models")) {
        value
            .get("models")
            .forEachProperty((name, model) -> profiles.add(profile(provider, name, model)));
      } else {
        throw value.invalid("an object with the key \"models\"");
      }
    });
    return profiles;
  }

  private static JsonNode tree(String json, String origin) {
    try {
      return JsonTree.read(json.isBlank() ? "null" : JsonIo.requireValid("catalog", json));
    } catch (JacksonException | IllegalArgumentException e) {
      throw ConfigurationException.of(
          "%s: expected a JSON object of providers, found invalid JSON: %s"
              .formatted(origin, shortened(String.valueOf(e.getMessage()))));
    }
  }

  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "...";
  }

  private static ModelProfile profile(String provider, String name, CatalogNode model) {
    CatalogNode limit = model.get("limit").requireKeys(LIMITS);
    return new ModelProfile(
        provider,
        name,
        tokens(limit, "context"),
        tokens(limit, "input"),
        tokens(limit, "output"),
        modes(model),
        efforts(model.get("reasoning_options")),
        model.has("cost") ? Optional.of(PriceReader.read(model)) : Optional.empty(),
        source(model));
  }

  private static OptionalInt tokens(CatalogNode limit, String key) {
    return limit.has(key) ? OptionalInt.of(limit.get(key).tokens()) : OptionalInt.empty();
  }

  private static Set<ResponseMode> modes(CatalogNode model) {
    var modes = EnumSet.noneOf(ResponseMode.class);
    if (model.isTrue("structured_output")) {
      modes.add(ResponseMode.JSON_SCHEMA);
    }
    if (model.isTrue("tool_call")) {
      modes.add(ResponseMode.TOOL_CALL);
    }
    return modes;
  }

  private static List<String> efforts(CatalogNode options) {
    var efforts = new ArrayList<String>();
    options.forEachItem(option -> {
      if (option.text("type").equals("effort")) {
        option.get("values").forEachItem(value -> efforts.add(value.text()));
      }
    });
    return efforts;
  }

  private static String source(CatalogNode model) {
    String source = model.text("source");
    String date = model.text("checked");
    return date.isEmpty() ? source : source + ", " + date;
  }
}
