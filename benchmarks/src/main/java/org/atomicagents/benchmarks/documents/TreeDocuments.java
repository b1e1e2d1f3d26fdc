package org.atomicagents.benchmarks.documents;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.schema.Description;

/** Documents of deeply nested records, of many small items, and of a single long text. */
public final class TreeDocuments {
  private static final int DEPTH = 60;

  private TreeDocuments() {}

  /** A node of a chain. */
  @Description("A node")
  public record Node(String name, List<Node> below) {}

  /** The root of the deeply nested document. */
  @Description("A forest")
  public record Forest(List<Node> trees) {}

  /** A small item. */
  @Description("An item")
  public record Item(int id, String name) {}

  /** The root of the document of many items. */
  @Description("Items")
  public record Items(List<Item> items) {}

  /** A document of a single text. */
  @Description("An essay")
  public record Essay(String text) {}

  /** Returns chains of 60 nodes whose JSON has approximately {@code size} characters. */
  public static Forest forest(int size) {
    var trees = new ArrayList<Node>();
    for (int length = 0; length < size; length += DEPTH * 35) {
      Node node = new Node("leaf " + trees.size(), List.of());
      for (int i = 0; i < DEPTH; i++) {
        node = new Node("node " + i, List.of(node));
      }
      trees.add(node);
    }
    return new Forest(trees);
  }

  /** Returns items whose JSON has approximately {@code size} characters. */
  public static Items items(int size) {
    var items = new ArrayList<Item>();
    for (int length = 0; length < size; length += 50) {
      items.add(new Item(items.size(), "article number " + items.size()));
    }
    return new Items(items);
  }

  /** Returns a text of {@code size} characters or slightly more. */
  public static Essay essay(int size) {
    return new Essay(ReportDocument.text(new java.util.Random(7), size));
  }
}
