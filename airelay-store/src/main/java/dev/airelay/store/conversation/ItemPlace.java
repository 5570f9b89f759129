package dev.airelay.store.conversation;

import dev.airelay.store.frame.DamagedEntryException;
import dev.airelay.store.frame.Frame;
import dev.airelay.store.frame.FrameReader;
import dev.airelay.store.frame.Page;
import dev.airelay.store.frame.PageRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The place of an item, so that a page of a list reads only its own items. */
public record ItemPlace(String id, Frame frame, int section) {
    /** The places of these items, which fill consecutive sections. */
    public static List<ItemPlace> of(Frame frame, int firstSection, List<String> ids) throws DamagedEntryException {
        if (firstSection + ids.size() > frame.sections()) {
            throw new DamagedEntryException("it has fewer sections than items");
        }
        List<ItemPlace> places = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            places.add(new ItemPlace(ids.get(i), frame, firstSection + i));
        }
        return places;
    }

    StoredItem read(FrameReader reader) throws IOException {
        return new StoredItem(id, reader.section(frame, section));
    }

    /** Returns one page of the items at these places. */
    public static Page<StoredItem> page(List<ItemPlace> oldestFirst, PageRequest request, FrameReader reader)
            throws IOException {
        Page<ItemPlace> places = Page.of(oldestFirst, request, ItemPlace::id);
        List<StoredItem> items = new ArrayList<>();
        for (ItemPlace place : places.elements()) {
            items.add(place.read(reader));
        }
        return new Page<>(items, places.hasMore());
    }
}
