package org.atomicagents.internal.catalog;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.atomicagents.error.ConfigurationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A value in the file of a catalog, with its path for messages.
 *
 * @param node the value; a missing node if there is none
 * @param path the origin and the keys of the value
 */
record CatalogNode(JsonNode node, String path) {

  boolean isObject() {
    return node.isObject();
  }

  boolean isArray() {
    return node.isArray();
  }

  boolean has(String key) {
    return node.has(key);
  }

  boolean isTrue(String key) {
    return node.path(key).isBoolean() && node.path(key).booleanValue();
  }

  /** Returns the value of a key; one that is missing if there is none. */
  CatalogNode get(String key) {
    return child(key, node.isObject() ? node.path(key) : MissingNode.getInstance());
  }

  /** Returns the text of a key; empty if there is none. */
  String text(String key) {
    return has(key) ? get(key).text() : "";
  }

  String text() {
    if (!node.isString()) {
      throw invalid("a text");
    }
    return node.stringValue();
  }

  int tokens() {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
      throw invalid("a number of tokens");
    }
    return node.intValue();
  }

  /** Returns a price or a factor. */
  BigDecimal amount() {
    if (!node.isNumber() || node.decimalValue().signum() < 0) {
      throw invalid("a number that is not negative");
    }
    return node.decimalValue();
  }

  /** Returns the price of a key; null if there is none. */
  @Nullable BigDecimal amountOrNull(String key) {
    return has(key) ? get(key).amount() : null;
  }

  /** Returns the start of a day in UTC, or an instant; null if there is no such key. */
  @Nullable Instant instantOrNull(String key) {
    if (!has(key)) {
      return null;
    }
    String text = get(key).text();
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw get(key).invalid("a date such as 2026-12-31");
    }
  }

  /** Returns the duration that a key denotes. */
  Duration duration(String key) {
    try {
      return Duration.parse(key);
    } catch (DateTimeException e) {
      throw invalid("durations such as PT5M as keys");
    }
  }

  void forEachProperty(BiConsumer<String, CatalogNode> action) {
    if (node.isMissingNode()) {
      return;
    }
    if (!node.isObject()) {
      throw invalid("an object");
    }
    node.properties()
        .forEach(property ->
            action.accept(property.getKey(), child(property.getKey(), property.getValue())));
  }

  void forEachItem(Consumer<CatalogNode> action) {
    if (node.isMissingNode()) {
      return;
    }
    if (!node.isArray()) {
      throw invalid("a list");
    }
    for (int i = 0; i < node.size(); i++) {
      action.accept(new CatalogNode(node.get(i), path + "[" + i + "]"));
    }
  }

  /** Returns this value; throws an exception if it has another key. */
  CatalogNode requireKeys(Set<String> keys) {
    forEachProperty((key, value) -> {
      if (!keys.contains(key)) {
        throw ConfigurationException.of(
            "%s: expected one of the keys %s, found \"%s\""
                .formatted(path, new TreeSet<>(keys), key));
      }
    });
    return this;
  }

  ConfigurationException invalid(String expected) {
    return ConfigurationException.of(
        "%s: expected %s, found %s"
            .formatted(
                path.endsWith(": ") ? path + "the root" : path,
                expected,
                node.isMissingNode() ? "nothing" : node));
  }

  private CatalogNode child(String key, JsonNode value) {
    return new CatalogNode(value, path.endsWith(": ") ? path + key : path + "." + key);
  }
}
