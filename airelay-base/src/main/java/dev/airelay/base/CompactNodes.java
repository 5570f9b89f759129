package dev.airelay.base;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates the nodes of trees, whose objects keep up to eight members without a hash table. An object of four members takes
 * half the bytes, and nearly all objects of a request and of a response are as small. Safe for concurrent use.
 */
final class CompactNodes extends JsonNodeFactory {

    private static final long serialVersionUID = 1;

    static final CompactNodes INSTANCE = new CompactNodes();

    private CompactNodes() {}

    @Override
    public ObjectNode objectNode() {
        return new ObjectNode(this, new Members());
    }

    /**
     * The members of one object in the order of their addition, as {@code LinkedHashMap} has them: those of a small object
     * in a list, and of a larger one in such a map.
     */
    private static final class Members extends AbstractMap<String, JsonNode> implements Serializable {

        private static final long serialVersionUID = 1;
        private static final int FIRST = 4;
        private static final int MOST = 8;

        @SuppressWarnings("unchecked")
        private SimpleEntry<String, JsonNode>[] list = (SimpleEntry<String, JsonNode>[]) new SimpleEntry<?, ?>[FIRST];

        private int size;
        private @Nullable LinkedHashMap<String, JsonNode> many;

        @Override
        public int size() {
            return many == null ? size : many.size();
        }

        @Override
        public boolean containsKey(Object name) {
            return many == null ? find(name) >= 0 : many.containsKey(name);
        }

        @Override
        public @Nullable JsonNode get(Object name) {
            if (many != null) {
                return many.get(name);
            }
            int at = find(name);
            return at < 0 ? null : list[at].getValue();
        }

        private int find(Object name) {
            for (int i = 0; i < size; i++) {
                if (list[i].getKey().equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        @Override
        public @Nullable JsonNode put(String name, JsonNode value) {
            if (many != null) {
                return many.put(name, value);
            }
            int at = find(name);
            if (at >= 0) {
                return list[at].setValue(value);
            }
            if (size == MOST) {
                many = new LinkedHashMap<>(this);
                list = Arrays.copyOf(list, 0);
                return many.put(name, value);
            }
            if (size == list.length) {
                list = Arrays.copyOf(list, MOST);
            }
            list[size++] = new SimpleEntry<>(name, value);
            return null;
        }

        @Override
        public @Nullable JsonNode remove(Object name) {
            if (many != null) {
                return many.remove(name);
            }
            int at = find(name);
            if (at < 0) {
                return null;
            }
            JsonNode removed = list[at].getValue();
            remove(at);
            return removed;
        }

        private void remove(int at) {
            System.arraycopy(list, at + 1, list, at, --size - at);
            Arrays.fill(list, size, size + 1, null);
        }

        @Override
        public Set<Entry<String, JsonNode>> entrySet() {
            return new Entries();
        }

        private final class Entries extends AbstractSet<Entry<String, JsonNode>> {
            @Override
            public int size() {
                return Members.this.size();
            }

            @Override
            public Iterator<Entry<String, JsonNode>> iterator() {
                return many == null ? ofList() : many.entrySet().iterator();
            }

            private Iterator<Entry<String, JsonNode>> ofList() {
                return new Iterator<>() {
                    private int next;
                    private boolean given;

                    @Override
                    public boolean hasNext() {
                        return next < size;
                    }

                    @Override
                    public Entry<String, JsonNode> next() {
                        if (next >= size) {
                            throw new NoSuchElementException();
                        }
                        if (many != null) {
                            throw new ConcurrentModificationException();
                        }
                        given = true;
                        return list[next++];
                    }

                    @Override
                    public void remove() {
                        if (many != null) {
                            throw new ConcurrentModificationException();
                        }
                        if (!given) {
                            throw new IllegalStateException("next() gives the member to remove");
                        }
                        given = false;
                        Members.this.remove(--next);
                    }
                };
            }
        }
    }
}
