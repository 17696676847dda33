/**
 * The most guessed passwords and the words they are made of, composed by hand. A password is compared after it was folded
 * (lower case, look-alike signs read as letters, digits and signs at its ends taken off), so each line here also stands for
 * its decorated forms: `password` refuses `P@ssw0rd!2024`.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
password passwort passw pass passcode passphrase passwordpassword mypassword yourpassword newpassword oldpassword
changeme changemenow changethis letmein letmeinnow letmeinplease openup opensesame welcome welcomeback welcomehome
admin administrator adminadmin adminpassword rootroot root toor superuser superadmin sysadmin system operator manager
guest guestguest user useruser username userpassword test testtest tester testing testpassword demo demodemo
default defaultpassword temp temporary temppassword secret secretpassword topsecret mysecret supersecret
login logmein loginlogin access accessdenied master masterpassword masterkey mainframe private public
qwerty qwertyuiop qwertyqwerty qwertz qwertzuiop azerty azertyuiop asdfgh asdfghjkl asdfasdf zxcvbn zxcvbnm
qazwsx qazwsxedc wasdwasd qweasdzxc qweqwe asdasd zxczxc poiuytrewq lkjhgfdsa mnbvcxz
iloveyou iloveyouforever iloveu ilovegod iloveme loveyou lovelove lovely loveme mylove forever foreverlove
princess sunshine shadow dragon monkey football baseball basketball softball hockey soccer tennis golfing
superman batman spiderman ironman starwars startrek pokemon pikachu mustang corvette ferrari porsche mercedes harley
michael michelle jennifer jessica jordan daniel andrew joshua matthew robert thomas charlie hunter ashley amanda
nicole elizabeth samantha alexander jonathan christopher anthony william richard george patrick benjamin
cookie cheese chocolate banana orange pepper ginger peanut butter coffee computer internet keyboard monitor
killer hello hellohello helloworld goodbye whatever nothing something anything everything blahblah abcabc
trustno trustme trustnoone freedom liberty america american canada england london paris berlin tokyo
summer winter spring autumn january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday birthday christmas newyear happynewyear
angel angels heaven jesus jesuschrist blessed blessing faith prayer godisgood bismillah alhamdulillah allahuakbar
flower butterfly rainbow diamond silver golden purple yellow orange crystal tigger snoopy garfield mickey minnie
matrix phoenix thunder lightning ranger warrior wizard gandalf merlin hobbit samsung android iphone apple windows
microsoft google facebook instagram twitter youtube linkedin amazon netflix whatsapp
correcthorsebatterystaple thisismypassword thisisapassword thisispassword idontknow dontknow forgotpassword
maryhadalittlelamb tobeornottobe thequickbrownfox thequickbrownfoxjumps loremipsum loremipsumdolor onceuponatime
onetwothree onetwothreefour abcdefg abcdefgh abcdefghij abcdefghijkl alphabet
indonesia jakarta bandung surabaya yogyakarta garuda merdeka pancasila bhinneka bhinnekatunggalika nusantara
sayang sayangku cintaku cinta akucintakamu rahasia katasandi sandi kucing anjing harimau bismillahirrahmanirrahim
terimakasih selamatdatang selamatpagi indonesiaraya garudaindonesia bandungjuara persija persib
factory factoryfactory company companyname business office officeoffice production productionline warehouse
inventory manufacturing erp erpsystem erperp enterprise purchasing accounting finance sales marketing
server database postgres postgresql mysql oracle redis docker kubernetes linux ubuntu debian centos
backup network security security firewall router cisco wireless wifi wifipassword homewifi
minecraft fortnite roblox counterstrike callofduty leagueoflegends worldofwarcraft starcraft
liverpool arsenal chelsea manchester manchesterunited barcelona realmadrid juventus bayern
baby babygirl babyboy honey sweetheart darling mommy daddy mother father family brother sister friends bestfriend
money dollar bitcoin million millionaire lucky luckyone winner champion number numberone
purple ninja samurai pirate zombie vampire phantom ghost skull metallica slipknot nirvana blink eminem
`
    .trim()
    .split(/\s+/),
);
