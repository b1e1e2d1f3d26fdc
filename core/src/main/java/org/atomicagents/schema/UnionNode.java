package org.atomicagents.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/**
 * A sealed interface: one of several records.
 *
 * <p>Which one it is stands in a key of the object, the discriminator, wherever that is in it; or,
 * where there is none, only one of the records has the keys that are there.
 */
final class UnionNode implements TypeNode {
  private final String name;
  private final String description;
  private final @Nullable String discriminator;
  private final List<BranchNode> branches = new ArrayList<>();
  private final Map<String, BranchNode> byTag = new HashMap<>();
  private final Map<Class<?>, BranchNode> byClass = new HashMap<>();

  /**
   * A union whose branches follow: they may lead back to it.
   *
   * @param discriminator the key that says which of the records it is; null where their shape does
   */
  UnionNode(String name, String description, @Nullable String discriminator) {
    this.name = name;
    this.description = description;
    this.discriminator = discriminator;
  }

  void add(BranchNode branch) {
    branches.add(branch);
    byTag.put(branch.tag(), branch);
    byClass.put(branch.record().type(), branch);
  }

  String name() {
    return name;
  }

  String description() {
    return description;
  }

  @Nullable String discriminator() {
    return discriminator;
  }

  List<BranchNode> branches() {
    return branches;
  }

  @Nullable BranchNode branch(String tag) {
    return byTag.get(tag);
  }

  String expectedTag() {
    return "one of ["
        + branches.stream().map(BranchNode::tag).collect(Collectors.joining(", "))
        + "]";
  }

  @Override
  public @Nullable Object decode(Decoding in) {
    if (in.parser.currentToken() != JsonToken.START_OBJECT) {
      in.reject("an object");
      return null;
    }
    BranchNode branch = discriminator == null ? byShape(in) : byTag(in, discriminator);
    return branch == null ? null : branch.decode(in);
  }

  private @Nullable BranchNode byTag(Decoding in, String key) {
    Ahead.Tag tag = in.ahead().tag(key, in.offset());
    BranchNode branch = tag.text() == null ? null : byTag.get(tag.text());
    if (branch != null) {
      return branch;
    }
    in.add(in.path() + Decoding.segment(key), expectedTag(), tag.told());
    in.parser.skipChildren();
    return null;
  }

  private @Nullable BranchNode byShape(Decoding in) {
    List<String> keys = in.ahead().keys(in.offset());
    List<BranchNode> fitting =
        branches.stream().filter(branch -> branch.record().hasShape(keys)).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    in.reject(
        "the keys of "
            + (fitting.isEmpty() ? "one of " : "only one of ")
            + (fitting.isEmpty() ? branches : fitting)
                .stream()
                    .map(branch -> branch.record().name() + branch.record().shape())
                    .collect(Collectors.joining(", ")));
    return null;
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    branchOf(value).encode(value, out);
  }

  @Override
  public void validate(Object value, Findings findings) {
    branchOf(value).validate(value, findings);
  }

  BranchNode branchOf(Object value) {
    BranchNode branch = byClass.get(value.getClass());
    if (branch == null) {
      throw new IllegalArgumentException(value.getClass().getName() + " is no " + name);
    }
    return branch;
  }
}
