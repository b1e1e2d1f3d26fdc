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
 * A sealed interface: one of several records.
 *
 * <p>Which one it is stands in a key of the object, the discriminator, wherever that is in it; or,
 * where there is none, only one of the records has the keys that are there.
 */
public final class UnionNode implements TypeNode {
  private final String name;
  private final String description;
  private final @Nullable String discriminator;
  private final List<UnionMemberNode> branches = new ArrayList<>();
  private final Map<String, UnionMemberNode> byTag = new HashMap<>();
  private final Map<Class<?>, UnionMemberNode> branchesByClass = new HashMap<>();

  /**
   * A union whose branches follow: they may lead back to it.
   *
   * @param discriminator the key that says which of the records it is; null where their shape does
   */
  public UnionNode(String name, String description, @Nullable String discriminator) {
    this.name = name;
    this.description = description;
    this.discriminator = discriminator;
  }

  public void add(UnionMemberNode branch) {
    branches.add(branch);
    byTag.put(branch.tag(), branch);
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

  @Nullable
  public UnionMemberNode branch(String tag) {
    return byTag.get(tag);
  }

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
    UnionMemberNode branch = discriminator == null ? selectByKeys(in) : byTag(in, discriminator);
    return branch == null ? null : branch.decode(in);
  }

  private @Nullable UnionMemberNode byTag(DecodeContext in, String key) {
    UnionLookahead.DiscriminatorValue tag = in.lookahead().findTag(key, in.tokenOffset());
    UnionMemberNode branch = tag.text() == null ? null : byTag.get(tag.text());
    if (branch != null) {
      return branch;
    }
    in.addViolation(in.path() + DecodeContext.pathSegment(key), expectedTag(), tag.description());
    in.parser.skipChildren();
    return null;
  }

  private @Nullable UnionMemberNode selectByKeys(DecodeContext in) {
    List<String> keys = in.lookahead().keys(in.tokenOffset());
    List<UnionMemberNode> fitting =
        branches.stream().filter(branch -> branch.record().acceptsKeys(keys)).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    in.reject(
        "the keys of "
            + (fitting.isEmpty() ? "one of " : "only one of ")
            + (fitting.isEmpty() ? branches : fitting)
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

  public UnionMemberNode branchOf(Object value) {
    UnionMemberNode branch = branchesByClass.get(value.getClass());
    if (branch == null) {
      throw new IllegalArgumentException(value.getClass().getName() + " is no " + name);
    }
    return branch;
  }
}
