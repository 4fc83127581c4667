// The emoji that engineers' threads use most, by Slack's names.
const TABLE = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 eyes 👀 tada 🎉 white_check_mark ✅ heavy_check_mark ✔️ x ❌ warning ⚠️ fire 🔥
rocket 🚀 heart ❤️ joy 😂 smile 😄 smiley 😃 slightly_smiling_face 🙂 grinning 😀 grin 😁 laughing 😆 sweat_smile 😅 wink 😉
blush 😊 thinking_face 🤔 thinking 🤔 pray 🙏 clap 👏 raised_hands 🙌 wave 👋 muscle 💪 ok_hand 👌 point_up ☝️ point_right 👉
point_left 👈 point_down 👇 facepalm 🤦 face_palm 🤦 shrug 🤷 cry 😢 sob 😭 scream 😱 sunglasses 😎 neutral_face 😐 confused 😕
disappointed 😞 worried 😟 rage 😡 sleeping 😴 zzz 💤 skull 💀 ghost 👻 robot_face 🤖 robot 🤖 100 💯 boom 💥 sparkles ✨ star ⭐
star2 🌟 zap ⚡ bulb 💡 memo 📝 pencil 📝 pencil2 ✏️ book 📖 books 📚 bookmark 🔖 clipboard 📋 page_facing_up 📄 file_folder 📁
calendar 📅 date 📅 pushpin 📌 round_pushpin 📍 paperclip 📎 link 🔗 lock 🔒 unlock 🔓 key 🔑 mag 🔍 hammer 🔨 wrench 🔧
hammer_and_wrench 🛠️ gear ⚙️ bug 🐛 beetle 🐞 ant 🐜 package 📦 truck 🚚 construction 🚧 rotating_light 🚨 siren 🚨 bell 🔔
no_bell 🔕 loudspeaker 📢 mega 📣 speech_balloon 💬 thought_balloon 💭 question ❓ grey_question ❔ exclamation ❗
heavy_exclamation_mark ❗ bangbang ‼️ information_source ℹ️ no_entry ⛔ no_entry_sign 🚫 stop_sign 🛑 red_circle 🔴
large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 white_circle ⚪ black_circle ⚫ large_green_square 🟩
large_red_square 🟥 arrow_up ⬆️ arrow_down ⬇️ arrow_right ➡️ arrow_left ⬅️ arrows_counterclockwise 🔄 repeat 🔁 recycle ♻️
heavy_plus_sign ➕ heavy_minus_sign ➖ chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 computer 💻
desktop_computer 🖥️ keyboard ⌨️ phone ☎️ iphone 📱 email 📧 envelope ✉️ inbox_tray 📥 outbox_tray 📤 floppy_disk 💾 cd 💿
hourglass ⌛ hourglass_flowing_sand ⏳ stopwatch ⏱️ alarm_clock ⏰ clock1 🕐 coffee ☕ beer 🍺 pizza 🍕 cake 🍰 birthday 🎂
taco 🌮 cookie 🍪 seedling 🌱 herb 🌿 evergreen_tree 🌲 sunny ☀️ cloud ☁️ umbrella ☔ snowflake ❄️ rainbow 🌈 whale 🐳 penguin 🐧
snake 🐍 crab 🦀 cat 🐱 dog 🐶 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 unicorn_face 🦄 owl 🦉 turtle 🐢 snail 🐌 trophy 🏆
medal 🏅 dart 🎯 game_die 🎲 ship 🚢 shipit 🐿️ ship_it 🚢 crossed_fingers 🤞 fingers_crossed 🤞 handshake 🤝 raised_hand ✋ hand ✋
saluting_face 🫡 melting_face 🫠 exploding_head 🤯 partying_face 🥳 hugging_face 🤗 nerd_face 🤓 upside_down_face 🙃 face_with_monocle 🧐
sweat 😓 grimacing 😬 relieved 😌 innocent 😇 heart_eyes 😍 blue_heart 💙 green_heart 💚 yellow_heart 💛 purple_heart 💜 broken_heart 💔
graduation_cap 🎓 mortar_board 🎓 brain 🧠 label 🏷️ triangular_flag_on_post 🚩 checkered_flag 🏁 one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣`;

const words = TABLE.trim().split(/\s+/);
const emoji = new Map();
for (let at = 0; at < words.length; at += 2) emoji.set(words[at], words[at + 1]);

// findEmoji returns the picture for a name, "" when it is not known.
export const findEmoji = (name) => emoji.get(name.replace(/::skin-tone-\d$/, '')) || '';
