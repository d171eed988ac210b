#include "settings/effective.hpp"

#include "proto/check.hpp"
#include "settings/apply_profile.hpp"
#include "settings/profile_shelf.hpp"

#include <algorithm>
#include <cctype>

namespace lockstep {

namespace {

struct Default {
    Entry entry;
    bool is_taken = false; // some section knows the key
};
using Defaults = std::map<std::string, Default, std::less<>>; // by upper-case name

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return result;
}

// The name in the table's spelling, with the number of a numbered key.
std::string spelled(const Key& key, std::string_view written) {
    const bool has_number = key.is_numbered && written.size() > key.name.size();
    return std::string(key.name) + std::string(has_number ? written.substr(key.name.size()) : "");
}

class Resolver {
  public:
    Resolver(const Document& document, Problems& problems)
        : document_(document), problems_(problems) {}

    std::vector<EffectiveSection> run();

  private:
    void take_defaults(const Section& section, EffectiveSection& gateway);
    EffectiveSection take_section(const Section& section);
    void keep_default(const Entry& entry);
    void take_entry(const Entry& entry, Origin origin, const Key& key, EffectiveSection& into);
    void refuse_unknown(SectionKind kind, const Entry& entry);
    void take_profile(EffectiveSection& section);
    void complete(EffectiveSection& section);
    void report_idle_defaults();

    const Document& document_;
    Problems& problems_;
    Defaults defaults_;
    ProfileShelf shelf_;
};

std::vector<EffectiveSection> Resolver::run() {
    std::vector<EffectiveSection> sections;
    sections.emplace_back(SectionKind::defaults, document_.start);
    for (const Section& section : document_.sections) {
        if (section.kind == SectionKind::defaults) {
            take_defaults(section, sections.front());
        } else {
            sections.push_back(take_section(section));
        }
    }
    report_idle_defaults();
    complete(sections.front());
    return sections;
}

void Resolver::take_defaults(const Section& section, EffectiveSection& gateway) {
    for (const Entry& entry : section.entries) {
        if (const Key* key = find_key(SectionKind::defaults, entry.key)) {
            if (const Value* first = gateway.find(key->name)) {
                problems_.error(entry.where,
                                shown(entry.key) + " is given twice, first at " +
                                    first->where.seen_from(entry.where),
                                "keep one of the two");
                continue;
            }
            take_entry(entry, Origin::own, *key, gateway);
            continue;
        }
        const std::string known_to = sections_that_know(entry.key);
        if (known_to.empty()) {
            refuse_unknown(SectionKind::defaults, entry);
            continue;
        }
        const bool is_own_only = std::ranges::any_of(all_keys(), [&](const Key& key) {
            return key.own_only && same_name(key.name, entry.key);
        });
        if (is_own_only) {
            problems_.error(entry.where, entry.key + " cannot be a default",
                            "put it into its own " + known_to);
            continue;
        }
        keep_default(entry);
    }
}

// A later [DEFAULT] may change a default for what follows it, but not before anything has used it.
void Resolver::keep_default(const Entry& entry) {
    const auto [old, is_new] = defaults_.try_emplace(upper(entry.key), Default{entry});
    if (!is_new && !old->second.is_taken) {
        problems_.error(entry.where,
                        shown(entry.key) + " is given twice, first at " +
                            old->second.entry.where.seen_from(entry.where),
                        "keep one of the two");
        return;
    }
    old->second = Default{entry};
}

EffectiveSection Resolver::take_section(const Section& section) {
    EffectiveSection result(section.kind, section.where);
    for (auto& [name, given] : defaults_) {
        const Key* key = find_key(section.kind, given.entry.key);
        if (key == nullptr) continue;
        given.is_taken = true;
        const bool overridden = std::ranges::any_of(
            section.entries, [&](const Entry& own) { return same_name(own.key, name); });
        if (!overridden) take_entry(given.entry, Origin::from_defaults, *key, result);
    }
    for (const Entry& entry : section.entries) {
        if (const Key* key = find_key(section.kind, entry.key)) {
            take_entry(entry, Origin::own, *key, result);
        } else {
            refuse_unknown(section.kind, entry);
        }
    }
    take_profile(result);
    complete(result);
    return result;
}

void Resolver::take_entry(const Entry& entry, Origin origin, const Key& key,
                          EffectiveSection& into) {
    const std::string name = spelled(key, entry.key);
    if (key.effect == Effect::refused) {
        problems_.error(entry.where, name + " is not supported: " + std::string(key.meaning),
                        "remove it");
        return;
    }
    if (key.effect == Effect::none) {
        problems_.warning(entry.where, name + " has no effect: " + std::string(key.meaning),
                          "remove it");
        return;
    }
    if (entry.value.empty()) { // the reader has said so
        into.put_bad(name);
        return;
    }
    const Value value{entry.value, origin, entry.where, entry.literal, entry.folder, &key};
    if (const auto good = key.domain.check(entry.value); !good) {
        blame(problems_, name, value, good.error());
        into.put_bad(name);
        return;
    }
    into.put(name, value);
}

void Resolver::refuse_unknown(SectionKind kind, const Entry& entry) {
    const std::string known_to = sections_that_know(entry.key);
    if (!known_to.empty()) {
        problems_.error(entry.where, entry.key + " does not belong in " + std::string(name(kind)),
                        "put it into " + known_to);
        return;
    }
    problems_.error(entry.where, "nobody knows the key " + shown(entry.key),
                    "the nearest one is " + nearest_key(kind, entry.key));
}

void Resolver::take_profile(EffectiveSection& section) {
    const Value* wanted = section.find("RiskProfile");
    if (wanted == nullptr) return;
    if (const RiskProfile* profile = shelf_.find(*wanted, problems_)) {
        apply_profile(*profile, section, problems_);
        return;
    }
    // What the profile would have set is not missing beside the trouble that has been reported.
    for (const Key& key : all_keys()) {
        if (!key.required || !may_stand_in_profile(key)) continue;
        if (section.find(key.name) == nullptr) section.put_bad(std::string(key.name));
    }
}

void Resolver::complete(EffectiveSection& section) {
    for (const Key& key : all_keys()) {
        if (key.kind != section.kind() || key.effect != Effect::used) continue;
        if (section.find(key.name) != nullptr || section.is_bad(key.name)) continue;
        if (key.required) {
            problems_.error(section.where(),
                            std::string(name(key.kind)) + " has no " + std::string(key.name),
                            "add " + std::string(key.name) + "=, " + key.domain.words);
        }
        if (key.default_value.empty()) continue;
        section.put(std::string(key.name),
                    {std::string(key.default_value), Origin::built_in, section.where(), true,
                     std::filesystem::path(section.where().file).parent_path(), &key});
    }
}

void Resolver::report_idle_defaults() {
    for (const auto& [name, given] : defaults_) {
        if (given.is_taken) continue;
        problems_.warning(given.entry.where,
                          given.entry.key + " has no effect: no " +
                              sections_that_know(given.entry.key) + " comes after it",
                          "move [DEFAULT] to the front, or remove the key");
    }
}

} // namespace

const Value* EffectiveSection::find(std::string_view key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
}

std::string_view EffectiveSection::text(std::string_view key) const {
    const Value* value = find(key);
    return value == nullptr ? std::string_view() : std::string_view(value->text);
}

bool EffectiveSection::gives(std::string_view key) const {
    const Value* value = find(key);
    return value != nullptr &&
           (value->origin == Origin::own || value->origin == Origin::from_profile);
}

const Location& EffectiveSection::place(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr) return where_;
    return value->origin == Origin::from_profile ? place("RiskProfile") : value->where;
}

void EffectiveSection::put(std::string key, Value value) {
    values_.insert_or_assign(std::move(key), std::move(value));
}

void EffectiveSection::show(std::string_view key, std::string text) {
    const auto found = values_.find(key);
    if (found != values_.end()) {
        found->second.text = std::move(text);
        return;
    }
    const Key* known = find_key(kind_, key);
    LOCKSTEP_CHECK(known != nullptr);
    put(std::string(key), {std::move(text), Origin::built_in, where_, true, {}, known});
}

std::vector<EffectiveSection> resolve(const Document& document, Problems& problems) {
    return Resolver(document, problems).run();
}

std::filesystem::path resolved_path(const Value& value) {
    return std::filesystem::absolute(value.folder / value.text).lexically_normal();
}

void blame(Problems& problems, std::string_view key, const Value& value, const Error& error) {
    std::string subject(key);
    if (!value.key->is_secret) subject += "=" + shown(value.text);
    problems.error(value.where, subject, error);
}

} // namespace lockstep
