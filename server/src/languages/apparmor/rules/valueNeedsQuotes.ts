import { refusal, replace } from './refusal';

export const valueNeedsQuotes = refusal({
  code: 'apparmor/value-needs-quotes',
  title: 'A comma in a value without quotes',
  why: `In a list such as \`peer=( … )\` a comma ends a value that is not quoted. apparmor_parser then takes what follows for the name of the next condition and refuses the rule.

Put the value in quotes: \`peer=(label="{a,b}")\`.`,
  example: {
    bad: 'profile web {\n  dbus send bus=session peer=(label={first,second}),\n}\n',
    good: 'profile web {\n  dbus send bus=session peer=(label="{first,second}"),\n}\n',
  },
  message: (_, text) => `The comma ends the value: apparmor_parser needs quotes around ${text}.`,
  fixes: (place, _data, { text }) => [replace(place, `"${text.slice(place.start, place.end)}"`, 'Quote the value')],
});
