package org.atomicagents.corpus.mutation;

import java.util.List;
import org.atomicagents.corpus.mutation.MutableJson.Items;
import org.atomicagents.corpus.mutation.MutableJson.Literal;
import org.atomicagents.corpus.mutation.MutableJson.Member;
import org.atomicagents.corpus.mutation.MutableJson.Members;
import org.atomicagents.corpus.mutation.MutableJson.Numeral;
import org.atomicagents.corpus.mutation.MutableJson.Role;
import org.atomicagents.corpus.mutation.MutableJson.Spot;
import org.atomicagents.corpus.mutation.MutableJson.Text;

/** Defects that change the nesting of values or add keys. */
final class StructureDefects {
  private static final List<String> UNKNOWN_KEYS =
      List.of("reasoning", "_comment", "confidence_score", "metadata", "explanation", "$schema");

  private StructureDefects() {}

  static boolean singleForList(MutableDocument draft) {
    List<Spot> lists = draft.spots(spot -> spot.piece() instanceof Items && hasOne(spot));
    if (lists.isEmpty()) {
      return false;
    }
    Spot spot = draft.random.oneOf(lists);
    MutableJson item = ((Items) spot.piece()).all.getFirst();
    // In a list of lists, or for a string that may contain several items.
    draft.doubtIf(spot.isItem());
    draft.doubtIf(
        item instanceof Text text
            && text.role == Role.FREE
            && ListTextDefects.mayBeSeveralOrNone(text.value));
    spot.replace().accept(item);
    return true;
  }

  private static boolean hasOne(Spot spot) {
    List<MutableJson> all = ((Items) spot.piece()).all;
    return all.size() == 1
        && !(all.getFirst() instanceof Items)
        && !(all.getFirst() instanceof Literal literal && literal.word.equals("null"))
        && !(all.getFirst() instanceof Text text && text.role == Role.FREE && text.value.isBlank());
  }

  static boolean inListOfOne(MutableDocument draft) {
    List<Spot> records = draft.spots(spot -> isRecord(spot) && !spot.isItem());
    if (records.isEmpty()) {
      return false;
    }
    Spot spot = draft.random.oneOf(records);
    var list = new Items();
    list.all.add(spot.piece());
    spot.replace().accept(list);
    return true;
  }

  static boolean inItsOwnName(MutableDocument draft) {
    List<Spot> records = draft.spots(StructureDefects::canBeWrapped);
    if (records.isEmpty()) {
      return false;
    }
    Spot spot = draft.random.oneOf(records);
    var record = (Members) spot.piece();
    var wrapping = Members.ofRecord(record.name);
    String name = draft.random.oneOf(NamingDefects.styles(record.name));
    wrapping.known.add(name);
    wrapping.all.add(new Member(name, record));
    spot.replace().accept(wrapping);
    return true;
  }

  // The name of the record must not also be one of its keys.
  private static boolean canBeWrapped(Spot spot) {
    return spot.piece() instanceof Members members
        && members.isRecord()
        && members.known.stream().noneMatch(key -> NamingDefects.same(key, members.name));
  }

  static boolean extraKeys(MutableDocument draft) {
    List<Spot> records = draft.spots(StructureDefects::isRecord);
    if (records.isEmpty()) {
      return false;
    }
    boolean added = false;
    for (Spot spot : draft.some(records)) {
      var members = (Members) spot.piece();
      String unknownKey = draft.random.oneOf(UNKNOWN_KEYS);
      if (members.all.stream().noneMatch(member -> NamingDefects.same(member.key, unknownKey))
          && members.known.stream().noneMatch(known -> NamingDefects.same(known, unknownKey))) {
        // An object with unknown keys only may be of a different type.
        draft.doubtIf(members.all.isEmpty());
        int index = draft.random.between(0, members.all.size());
        members.all.add(index, new Member(unknownKey, unknownValue(draft, 2)));
        added = true;
      }
    }
    return added;
  }

  private static MutableJson unknownValue(MutableDocument draft, int depth) {
    return switch (draft.random.between(0, depth == 0 ? 3 : 5)) {
      case 0 -> new Text("Because it \"must\" be so, {as} it [was]: see above.", Role.FREE);
      case 1 -> new Numeral("0.93", false);
      case 2 -> new Literal("null");
      case 3 -> new Literal("true");
      case 4 -> {
        var members = Members.ofMap();
        members.all.add(new Member("source", unknownValue(draft, depth - 1)));
        members.all.add(new Member("version", new Text("1.0", Role.FREE)));
        yield members;
      }
      default -> {
        var items = new Items();
        items.all.add(unknownValue(draft, depth - 1));
        yield items;
      }
    };
  }

  static boolean nullsForAbsent(MutableDocument draft) {
    List<Spot> records =
        draft.spots(spot -> spot.piece() instanceof Members members && !members.absent.isEmpty());
    if (records.isEmpty()) {
      return false;
    }
    for (Spot spot : draft.some(records)) {
      var members = (Members) spot.piece();
      for (String key : draft.some(members.absent)) {
        int index = draft.random.between(0, members.all.size());
        members.all.add(index, new Member(key, new Literal("null")));
      }
    }
    return true;
  }

  private static boolean isRecord(Spot spot) {
    return spot.piece() instanceof Members members && members.isRecord();
  }

  static boolean withoutTheObjectAround(MutableDocument draft) {
    if (!(draft.root instanceof Members members) || members.kind != Members.Kind.WRAPPING) {
      return false;
    }
    MutableJson content = members.all.getFirst().value;
    draft.doubtIf(!(content instanceof Items) && !(content instanceof Members));
    draft.doubtIf(content instanceof Members map && map.isMap());
    draft.root = content;
    return true;
  }
}
