package org.atomicagents.benchmarks.extraction;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.atomicagents.schema.Description;

/** A union of three records. The Jackson annotations serve the other libraries. */
@Description("What a customer wants to change in a shopping cart")
public record CartRequest(CartAction action) {

  /** The union. */
  @Description("A change of the cart")
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = AddItem.class, name = "add"),
    @JsonSubTypes.Type(value = RemoveItem.class, name = "remove"),
    @JsonSubTypes.Type(value = EmptyCart.class, name = "empty")
  })
  public sealed interface CartAction {}

  /** Adds a number of pieces. */
  @Description("Add an item")
  public record AddItem(String item, int quantity) implements CartAction {}

  /** Removes an item. */
  @Description("Remove an item")
  public record RemoveItem(String item) implements CartAction {}

  /** Removes all items. */
  @Description("Remove everything")
  public record EmptyCart() implements CartAction {}
}
