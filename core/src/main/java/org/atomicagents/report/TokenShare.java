package org.atomicagents.report;

import java.util.Objects;

/**
 * The tokens of one part of a request.
 *
 * @param name the heading of a section, or the path of a field
 * @param tokens the tokens of the part
 */
public record TokenShare(String name, int tokens) {
  public TokenShare {
    Objects.requireNonNull(name, "name");
  }
}
