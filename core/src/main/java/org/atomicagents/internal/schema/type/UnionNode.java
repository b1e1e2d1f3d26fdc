package org.atomicagents.internal.schema.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.UnionLookahead;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/**
 * The type of a sealed interface: one of several records.
 *
 * <p>The record is selected by the discriminator, a key at any position in the object. A union
 * without discriminator selects the only record that accepts the keys of the object.
 */
public final class UnionNode implements TypeNode {
  private final String name;
  private final String description;
  private final @Nullable String discriminator;
  private final List<UnionMemberNode> branches = new ArrayList<>();
  private final Map<String, UnionMemberNode> branchesByTag = new HashMap<>();
  private final Map<Class<?>, UnionMemberNode> branchesByClass = new HashMap<>();

  /**
   * Creates a union without branches, so that these may refer back to it.
   *
   * @param discriminator the key that selects the record; null if the keys of the object select it
   */
  public UnionNode(String name, String description, @Nullable String discriminator) {
    this.name = name;
    this.description = description;
    this.discriminator = discriminator;
  }

  public void add(UnionMemberNode branch) {
    branches.add(branch);
    branchesByTag.put(branch.tag(), branch);
    branchesByClass.put(branch.record().type(), branch);
  }

  public String name() {
    return name;
  }

  public String description() {
    return description;
  }

  @Nullable
  public String discriminator() {
    return discriminator;
  }

  public List<UnionMemberNode> branches() {
    return branches;
  }

  /** Returns the branch with a tag; null if there is none. */
  @Nullable
  public UnionMemberNode branch(String tag) {
    return branchesByTag.get(tag);
  }

  /** Returns the valid tags as text for violations. */
  public String expectedTag() {

    return "one of ["
        + branches.stream().map(UnionMemberNode::tag).collect(Collectors.joining(", "))
        + "]";
  }

  @Override
  public @Nullable Object decode(DecodeContext in) {
    if (in.parser.currentToken() != JsonToken.START_OBJECT) {
      in.reject("an object");
      return null;
    }
    UnionMemberNode branch =
        discriminator == null ? selectByKeys(in) : selectByTag(in, discriminator);
    return branch == null ? null : branch.decode(in);
  }

  private @Nullable UnionMemberNode selectByTag(DecodeContext in, String key) {
    UnionLookahead.DiscriminatorValue tag = in.lookahead().findTag(key, in.tokenOffset());
    UnionMemberNode branch = tag.text() == null ? null : branchesByTag.get(tag.text());
    if (branch != null) {
      return branch;
    }
    in.addViolation(in.path() + DecodeContext.pathSegment(key), expectedTag(), tag.description());
    in.parser.skipChildren();
    return null;
  }

  private @Nullable UnionMemberNode selectByKeys(DecodeContext in) {
    List<String> keys = in.lookahead().keys(in.tokenOffset());
    List<UnionMemberNode> matching =
        branches.stream().filter(branch -> branch.record().acceptsKeys(keys)).toList();
    if (matching.size() == 1) {
      return matching.getFirst();
    }
    in.reject(
        "the keys of "
            + (matching.isEmpty() ? "one of " : "only one of ")
            + (matching.isEmpty() ? branches : matching)
                .stream()
                    .map(branch -> branch.record().name() + branch.record().keySummary())
                    .collect(Collectors.joining(", ")));
    return null;
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    branchOf(value).encode(value, out);
  }

  @Override
  public void validate(Object value, ViolationCollector findings) {
    branchOf(value).validate(value, findings);
  }

  /** Returns the branch of a value's class, or of its tag if the values of all have one class. */
  public UnionMemberNode branchOf(Object value) {
    UnionMemberNode branch =
        value instanceof TaggedValue tagged
            ? branchesByTag.get(tagged.tag())
            : branchesByClass.get(value.getClass());
    if (branch == null) {
      throw new IllegalArgumentException(
          "expected a record of " + name + ", found " + value.getClass().getName());
    }
    return branch;
  }
}
