package dev.airelay.bench;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A pattern that a static field leads to.
 *
 * @param place the field, and what leads from it to the pattern
 * @param root the field's class
 * @param field the field
 * @param holders classes of the objects between the field and the pattern
 */
record FoundPattern(String place, Class<?> root, String field, Set<Class<?>> holders, Pattern pattern) {

    /** Returns every pattern that the class's static fields lead to. */
    static List<FoundPattern> of(Class<?> root) throws IllegalAccessException {
        List<FoundPattern> found = new ArrayList<>();
        for (Field field : root.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                field.setAccessible(true);
                Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
                new Search(root, field.getName(), seen, found)
                        .look(field.get(null), root.getName() + "." + field.getName(), Set.of());
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return place + " " + pattern;
    }

    private record Search(Class<?> root, String field, Set<Object> seen, List<FoundPattern> found) {

        void look(Object value, String place, Set<Class<?>> holders) throws IllegalAccessException {
            if (value instanceof Pattern pattern) {
                found.add(new FoundPattern(place, root, field, holders, pattern));
            } else if (value != null && !(value instanceof String) && seen.add(value)) {
                lookInto(value, place, holders);
            }
        }

        private void lookInto(Object value, String place, Set<Class<?>> holders) throws IllegalAccessException {
            if (value instanceof Collection<?> collection) {
                for (Object element : collection) {
                    look(element, place + "[]", holders);
                }
            } else if (value instanceof Map<?, ?> map) {
                look(List.copyOf(map.keySet()), place, holders);
                look(List.copyOf(map.values()), place, holders);
            } else if (value instanceof Optional<?> optional) {
                look(optional.orElse(null), place, holders);
            } else if (value instanceof Object[] array) {
                look(List.of(array), place, holders);
            } else if (value.getClass().getName().startsWith("dev.airelay.")) {
                lookIntoFields(value, place, holders);
            }
        }

        private void lookIntoFields(Object value, String place, Set<Class<?>> holders) throws IllegalAccessException {
            Set<Class<?>> more = new java.util.HashSet<>(holders);
            more.add(value.getClass());
            for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
                if (!type.getName().startsWith("dev.airelay.")) {
                    continue;
                }
                for (Field instance : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(instance.getModifiers())
                            && !instance.getType().isPrimitive()) {
                        instance.setAccessible(true);
                        look(instance.get(value), place + "." + instance.getName(), more);
                    }
                }
            }
        }
    }
}
