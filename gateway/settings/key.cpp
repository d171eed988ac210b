#include "settings/key.hpp"

#include "settings/key_lists.hpp"
#include "settings/nearest.hpp"

#include <algorithm>
#include <iterator>

namespace lockstep {

namespace {

constexpr SectionKind kinds[] = {SectionKind::session, SectionKind::instrument, SectionKind::leader,
                                 SectionKind::follower};

bool is_written(const Key& key, std::string_view name) {
    if (same_name(key.name, name)) return true;
    // QuickFIX has one such key for each version: AppDataDictionary.FIX.5.0
    if (key.name == "AppDataDictionary" && same_name(key.name, name.substr(0, name.find('.')))) {
        return true;
    }
    if (!key.is_numbered || name.size() <= key.name.size()) return false;
    const std::string_view number = name.substr(key.name.size());
    return same_name(key.name, name.substr(0, key.name.size())) && number.size() <= 2 &&
           number.front() != '0' &&
           std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::string Key::default_text() const {
    if (required) return "required";
    if (!default_words.empty()) return std::string(default_words);
    return default_value.empty() ? "none" : std::string(default_value);
}

const std::vector<Key>& all_keys() {
    static const std::vector<Key> keys = [] {
        std::vector<Key> all;
        for (auto list :
             {gateway_keys(), session_keys(), quickfix_keys(), quickfix_keys_not_used(),
              instrument_keys(), leader_keys(), follower_keys(), limit_keys(), profile_keys()}) {
            std::ranges::move(list, std::back_inserter(all));
        }
        return all;
    }();
    return keys;
}

const Key* find_key(SectionKind kind, std::string_view name) {
    const auto& keys = all_keys();
    const auto key = std::ranges::find_if(
        keys, [&](const Key& k) { return k.kind == kind && is_written(k, name); });
    return key == keys.end() ? nullptr : &*key;
}

std::string sections_that_know(std::string_view key_name) {
    if (find_key(SectionKind::defaults, key_name) != nullptr) {
        return std::string(name(SectionKind::defaults));
    }
    std::string list;
    for (const SectionKind kind : kinds) {
        if (find_key(kind, key_name) == nullptr) continue;
        if (!list.empty()) list += " or ";
        list += name(kind);
    }
    return list;
}

std::string nearest_key(SectionKind kind, std::string_view name) {
    const auto may_stand = [&](const Key& key) {
        return kind == SectionKind::defaults ? !key.own_only : key.kind == kind;
    };
    std::vector<std::string_view> here;
    std::vector<std::string_view> elsewhere;
    for (const Key& key : all_keys()) {
        if (key.effect == Effect::used) (may_stand(key) ? here : elsewhere).push_back(key.name);
    }
    std::vector<std::string_view> known = here;
    known.insert(known.end(), elsewhere.begin(), elsewhere.end());
    const std::string found(nearest(name, known));
    const bool is_here = std::ranges::find(here, found) != here.end();
    return is_here ? found : found + ", in " + sections_that_know(found);
}

} // namespace lockstep
